//! The mutants of a file. Operands stand once in the result, so that nested mutants do not multiply.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, BinOp, Block, Expr, GenericArgument, ImplItemFn, ItemFn, Pat, PathArguments, ReturnType, Type, UnOp, parse_quote,
};

/// One mutant.
pub struct Mutant {
    pub number: usize,
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub function: String,
    pub change: String,
}

/// Numbers mutants through all files; a dropped one keeps its number.
pub struct Rewriter {
    pub mutants: Vec<Mutant>,
    drop: HashSet<usize>,
    next: usize,
    file: String,
    functions: Vec<String>,
}

impl Rewriter {
    pub fn new(drop: HashSet<usize>) -> Self {
        Self { mutants: Vec::new(), drop, next: 0, file: String::new(), functions: Vec::new() }
    }

    pub fn file(&mut self, path: &str, text: &str) -> String {
        self.file = path.to_owned();
        let mut tree = syn::parse_file(text).expect("Rust");
        self.visit_file_mut(&mut tree);
        prettyplease::unparse(&tree)
    }

    /// The condition of a new mutant; `None` if it is dropped.
    fn new_mutant(&mut self, span: Span, change: impl Into<String>) -> Option<Expr> {
        let number = self.next;
        self.next += 1;
        if self.drop.contains(&number) {
            return None;
        }
        let start = span.start();
        self.mutants.push(Mutant {
            number,
            file: self.file.clone(),
            line: start.line,
            column: start.column + 1,
            function: self.functions.join("::"),
            change: change.into(),
        });
        let number = number as u32;
        Some(parse_quote!(crate::mutant::on(#number)))
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Option<Expr> {
        let (span, op) = (binary.op.span(), binary.op);
        let (left, right) = (&binary.left, &binary.right);
        match op {
            BinOp::And(_) => {
                let on = self.new_mutant(span, "&& -> ||")?;
                Some(parse_quote!((match #left { __l => if __l ^ #on { #right } else { __l } })))
            }
            BinOp::Or(_) => {
                let on = self.new_mutant(span, "|| -> &&")?;
                Some(parse_quote!((match #left { __l => if __l ^ #on { __l } else { #right } })))
            }
            _ => {
                let (assigns, compares) = (is_assign(&op), is_compare(&op));
                let mut arms: Vec<(Expr, BinOp)> = Vec::new();
                for other in others(&op) {
                    let change = format!("{} -> {}", show(&op), show(&other));
                    if let Some(on) = self.new_mutant(span, change) {
                        arms.push((on, other));
                    }
                }
                if arms.is_empty() {
                    return None;
                }
                if assigns {
                    let mut out: Expr = parse_quote!({ #left #op #right });
                    for (on, other) in arms {
                        out = parse_quote!(if #on { #left #other #right } else { #out });
                    }
                    return Some(parse_quote!({ #out }));
                }
                let mut out: Expr =
                    if compares { parse_quote!({ *__l #op *__r }) } else { parse_quote!({ __l #op __r }) };
                for (on, other) in arms {
                    out = match compares {
                        true => parse_quote!(if #on { *__l #other *__r } else #out),
                        false => parse_quote!(if #on { __l #other __r } else #out),
                    };
                }
                Some(match compares {
                    true => parse_quote!((match (&(#left), &(#right)) { (__l, __r) => #out })),
                    false => parse_quote!((match (#left, #right) { (__l, __r) => #out })),
                })
            }
        }
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> Option<Expr> {
        let (op, operand) = (unary.op, &unary.expr);
        let change = match op {
            UnOp::Not(_) => "! removed",
            UnOp::Neg(_) if !matches!(**operand, Expr::Lit(_)) => "- removed",
            _ => return None,
        };
        let on = self.new_mutant(unary.span(), change)?;
        Some(parse_quote!((match #operand { __v => if #on { __v } else { #op __v } })))
    }

    fn body(&mut self, output: &ReturnType, block: &mut Block, span: Span) {
        let values: Vec<(String, Option<Expr>)> = match output {
            ReturnType::Default => vec![("()".to_owned(), None)],
            ReturnType::Type(_, ty) => {
                values(ty).into_iter().map(|value| (quote::quote!(#value).to_string(), Some(value))).collect()
            }
        };
        let mut first = Vec::new();
        for (name, value) in values {
            if let Some(on) = self.new_mutant(span, format!("body -> {name}")) {
                let statement: syn::Stmt = match value {
                    Some(value) => parse_quote!(if #on { return #value; }),
                    None => parse_quote!(if #on { return; }),
                };
                first.push(statement);
            }
        }
        block.stmts.splice(0..0, first);
    }
}

fn show(op: &BinOp) -> String {
    quote::quote!(#op).to_string()
}

fn is_compare(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

fn is_assign(op: &BinOp) -> bool {
    show(op).len() > 1 && show(op).ends_with('=') && !is_compare(op)
}

/// What takes the place of an operator.
fn others(op: &BinOp) -> Vec<BinOp> {
    let names: &[&str] = match show(op).as_str() {
        "==" => &["!="],
        "!=" => &["=="],
        "<" => &["==", ">", "<="],
        ">" => &["==", "<", ">="],
        "<=" => &[">", "<"],
        ">=" => &["<", ">"],
        "+" => &["-", "*"],
        "-" => &["+", "/"],
        "*" => &["+", "/"],
        "/" => &["%", "*"],
        "%" => &["/", "+"],
        "<<" => &[">>"],
        ">>" => &["<<"],
        "&" => &["|", "^"],
        "|" => &["&", "^"],
        "^" => &["|", "&"],
        "+=" => &["-=", "*="],
        "-=" => &["+=", "/="],
        "*=" => &["+=", "/="],
        "&=" => &["|="],
        "|=" => &["&="],
        "^=" => &["|="],
        _ => &[],
    };
    names.iter().map(|name| syn::parse_str(name).expect("an operator")).collect()
}

/// Values that may stand for the result of a function. What does not compile is dropped later.
fn values(ty: &Type) -> Vec<Expr> {
    let Type::Path(path) = ty else {
        return match ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => vec![parse_quote!(())],
            Type::Tuple(_) => vec![parse_quote!(Default::default())],
            Type::Reference(reference) => match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => vec![parse_quote!(""), parse_quote!("xyzzy")],
                Type::Slice(_) => vec![parse_quote!(&[])],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
    };
    let Some(last) = path.path.segments.last() else { return Vec::new() };
    let inner = || -> Vec<Expr> {
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Vec::new() };
        match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => values(ty),
            _ => Vec::new(),
        }
    };
    match last.ident.to_string().as_str() {
        "bool" => vec![parse_quote!(true), parse_quote!(false)],
        "u8" | "u16" | "u32" | "u64" | "usize" => vec![parse_quote!(0), parse_quote!(1)],
        "i8" | "i16" | "i32" | "i64" | "isize" => vec![parse_quote!(0), parse_quote!(1), parse_quote!(-1)],
        "String" => vec![parse_quote!(String::new()), parse_quote!("xyzzy".to_owned())],
        "Vec" => {
            let mut all: Vec<Expr> = vec![parse_quote!(Vec::new())];
            all.extend(inner().into_iter().map(|value| -> Expr { parse_quote!(vec![#value]) }));
            all
        }
        "Option" => {
            let mut all: Vec<Expr> = vec![parse_quote!(None)];
            all.extend(inner().into_iter().map(|value| -> Expr { parse_quote!(Some(#value)) }));
            all
        }
        "Result" => inner().into_iter().map(|value| -> Expr { parse_quote!(Ok(#value)) }).collect(),
        "Self" => vec![parse_quote!(Default::default())],
        _ => vec![parse_quote!(Default::default())],
    }
}

/// Whether code stands there for tests only.
fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && quote::quote!(#attribute).to_string().contains("test")
    })
}

/// Whether a condition binds names: then it cannot be taken apart.
fn binds(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

impl VisitMut for Rewriter {
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        match item {
            syn::Item::Mod(module) if for_tests(&module.attrs) => {}
            // Evaluated by the compiler.
            syn::Item::Const(_) | syn::Item::Static(_) | syn::Item::Macro(_) => {}
            syn::Item::Impl(block) => {
                let ty = &block.self_ty;
                self.functions.push(quote::quote!(#ty).to_string().replace(' ', ""));
                visit_mut::visit_item_mut(self, item);
                self.functions.pop();
            }
            _ => visit_mut::visit_item_mut(self, item),
        }
    }

    fn visit_impl_item_mut(&mut self, item: &mut syn::ImplItem) {
        if !matches!(item, syn::ImplItem::Const(_)) {
            visit_mut::visit_impl_item_mut(self, item);
        }
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}

    fn visit_item_fn_mut(&mut self, item: &mut ItemFn) {
        if item.sig.constness.is_some() || for_tests(&item.attrs) {
            return;
        }
        self.functions.push(item.sig.ident.to_string());
        let span = item.sig.ident.span();
        self.visit_block_mut(&mut item.block);
        self.body(&item.sig.output, &mut item.block, span);
        self.functions.pop();
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut ImplItemFn) {
        if item.sig.constness.is_some() || for_tests(&item.attrs) {
            return;
        }
        self.functions.push(item.sig.ident.to_string());
        let span = item.sig.ident.span();
        self.visit_block_mut(&mut item.block);
        self.body(&item.sig.output, &mut item.block, span);
        self.functions.pop();
    }

    fn visit_expr_match_mut(&mut self, matched: &mut syn::ExprMatch) {
        let wild = matched.arms.iter().any(|arm| matches!(arm.pat, Pat::Wild(_)) && arm.guard.is_none());
        visit_mut::visit_expr_match_mut(self, matched);
        for arm in &mut matched.arms {
            if let Some((_, guard)) = &mut arm.guard {
                if binds(guard) {
                    continue;
                }
                let span = guard.span();
                let inner: Expr = (**guard).clone();
                let mut out: Expr = parse_quote!((#inner));
                if let Some(on) = self.new_mutant(span, "guard -> false") {
                    out = parse_quote!((!#on && #out));
                }
                if let Some(on) = self.new_mutant(span, "guard -> true") {
                    out = parse_quote!((#on || #out));
                }
                **guard = out;
            } else if wild && !matches!(arm.pat, Pat::Wild(_)) {
                let span = arm.pat.span();
                if let Some(on) = self.new_mutant(span, "arm deleted") {
                    arm.guard = Some((Default::default(), Box::new(parse_quote!(!#on))));
                }
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let replaced = match expr {
            Expr::Binary(binary) if !(binds(&binary.left) || binds(&binary.right)) => self.binary(binary),
            Expr::Unary(unary) => self.unary(unary),
            _ => None,
        };
        if let Some(replaced) = replaced {
            *expr = replaced;
        }
    }
}
