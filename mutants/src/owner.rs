//! Which mutants stand at a place of a rewritten file, to find the one a compiler error is about.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, Expr, ExprIf, ExprMatch, ImplItemFn, ItemFn};

type Place = (usize, usize);

struct Finder {
    at: Place,
    /// Size of the part that holds the place, and the mutants it belongs to.
    arms: Vec<(Place, Vec<u32>)>,
    groups: Vec<(Place, Vec<u32>)>,
    functions: Vec<(Place, Vec<u32>)>,
}

/// The mutants to drop for an error at a line and a column (both from 1).
pub fn owners(text: &str, at: Place) -> Vec<u32> {
    let tree = syn::parse_file(text).expect("Rust");
    let mut finder = Finder { at: (at.0, at.1 - 1), arms: Vec::new(), groups: Vec::new(), functions: Vec::new() };
    finder.visit_file(&tree);
    for list in [finder.arms, finder.groups, finder.functions] {
        if let Some((_, numbers)) = list.into_iter().filter(|(_, n)| !n.is_empty()).min_by_key(|(size, _)| *size) {
            return numbers;
        }
    }
    Vec::new()
}

fn size(span: Span) -> Place {
    let (start, end) = (span.start(), span.end());
    (end.line - start.line, if end.line == start.line { end.column - start.column } else { end.column })
}

impl Finder {
    fn holds(&self, span: Span) -> bool {
        let (start, end) = (span.start(), span.end());
        (start.line, start.column) <= self.at && self.at < (end.line, end.column)
    }
}

/// The mutants named in a part of the tree.
#[derive(Default)]
struct Names(Vec<u32>);

impl<'a> Visit<'a> for Names {
    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let Some(number) = number(&Expr::Call(call.clone())) {
            self.0.push(number);
        }
        visit::visit_expr_call(self, call);
    }
}

fn number(expr: &Expr) -> Option<u32> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    if quote::quote!(#path).to_string().replace(' ', "") != "crate::mutant::on" {
        return None;
    }
    match call.args.first() {
        Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. })) => number.base10_parse().ok(),
        _ => None,
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_expr_if(&mut self, branch: &'a ExprIf) {
        if let Some(number) = number(&branch.cond)
            && self.holds(branch.then_branch.span())
        {
            self.arms.push((size(branch.then_branch.span()), vec![number]));
        }
        visit::visit_expr_if(self, branch);
    }

    fn visit_expr_match(&mut self, matched: &'a ExprMatch) {
        if self.holds(matched.span()) && matched.arms.len() == 1 {
            let mut names = Names::default();
            names.visit_arm(&matched.arms[0]);
            self.groups.push((size(matched.span()), names.0));
        }
        visit::visit_expr_match(self, matched);
    }

    fn visit_arm(&mut self, arm: &'a Arm) {
        if self.holds(arm.span()) && arm.guard.is_some() {
            let mut names = Names::default();
            names.visit_expr(&arm.guard.as_ref().expect("a guard").1);
            self.groups.push((size(arm.span()), names.0));
        }
        visit::visit_arm(self, arm);
    }

    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        if self.holds(item.span()) {
            let mut names = Names::default();
            names.visit_item_fn(item);
            self.functions.push((size(item.span()), names.0));
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        if self.holds(item.span()) {
            let mut names = Names::default();
            names.visit_impl_item_fn(item);
            self.functions.push((size(item.span()), names.0));
        }
        visit::visit_impl_item_fn(self, item);
    }
}
