//! What the documentation of a noun says, as data: the schema of the document format repeats it.

/// The documentation of a struct: the first sentence under the empty name, then that of each field.
pub(crate) trait Describe {
    /// Name of the field, and what is written about it; several lines per name.
    const DOCS: &'static [(&'static str, &'static [&'static str])];
}

/// The paragraph before the first empty line, as one line.
pub(crate) fn summary(lines: &[&str]) -> String {
    let paragraph: Vec<&str> = lines.iter().map(|l| l.trim()).take_while(|l| !l.is_empty()).collect();
    paragraph.join(" ")
}

macro_rules! described {
    (
        $(#[doc = $doc:literal])*
        #[derive($($derive:ident),* $(,)?)]
        #[non_exhaustive]
        pub struct $name:ident {
            $($(#[doc = $field_doc:literal])* pub $field:ident: $type:ty,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive($($derive),*)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $type,)*
        }

        impl crate::describe::Describe for $name {
            const DOCS: &'static [(&'static str, &'static [&'static str])] =
                &[("", &[$($doc),*]), $((stringify!($field), &[$($field_doc),*]),)*];
        }
    };
}

pub(crate) use described;
