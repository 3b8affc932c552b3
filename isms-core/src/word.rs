//! Closed vocabularies: enums whose members are words of the document.

/// A closed vocabulary, so that readers and schemas are written once.
pub(crate) trait Word: Copy + Sized + 'static {
    /// Every member, in order.
    const ALL: &'static [Self];
    /// What the vocabulary is called in a message.
    const NOUN: &'static str;
    /// The word.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident ($noun:literal) { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vmeta])* $variant,)*
        }

        impl $name {
            /// The word the document uses.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl crate::word::Word for $name {
            const ALL: &'static [Self] = &[$($name::$variant,)*];
            const NOUN: &'static str = $noun;
            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
    )*};
}

pub(crate) use words;
