//! A risk method by itself, with the scales it needs: what ships, and what people hand on.

use crate::describe::described;
use crate::id::{MethodId, ScaleId};
use crate::isms::Draft;
use crate::isms::method::RiskMethod;
use crate::isms::table::Table;
use crate::level::Scale;

described! {
    /// A risk method and its scales, apart from any ISMS. [`Draft::add_method`] puts it into one.
    ///
    /// ```
    /// use isms_core::{Draft, MethodFile};
    /// let file = MethodFile::shipped("bsi-200-3")?;
    /// let mut draft = Draft::new("Acme");
    /// draft.add_method(&file)?;
    /// let isms = draft.build()?;
    /// assert!(isms.methods().contains("bsi-200-3"));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct MethodFile {
        /// What documents call it.
        pub id: MethodId,
        /// The scales it names.
        pub scales: Table<ScaleId, Scale>,
        /// The method.
        pub method: RiskMethod,
    }
}

impl MethodFile {
    /// A method with the scales it names.
    pub fn new(id: MethodId, scales: Table<ScaleId, Scale>, method: RiskMethod) -> Self {
        Self { id, scales, method }
    }
}

impl Draft {
    /// A method of this draft with the scales it names, to hand on. `None` if it is not there.
    ///
    /// ```
    /// use isms_core::{Draft, MethodFile};
    /// let mut draft = Draft::new("Acme");
    /// draft.add_method(&MethodFile::shipped("magerit-3")?)?;
    /// let file = draft.method_file(&"magerit-3".parse()?).unwrap();
    /// assert_eq!(file, MethodFile::shipped("magerit-3")?);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn method_file(&self, id: &MethodId) -> Option<MethodFile> {
        let method = self.methods.get(id)?;
        let axes = [&method.likelihood, &method.consequence, &method.level].into_iter();
        let named = axes.chain(method.factors.values().map(|factor| &factor.scale));
        let scales = named.filter_map(|id| Some((id.clone(), self.scales.get(id)?.clone()))).collect();
        Some(MethodFile { id: id.clone(), scales, method: method.clone() })
    }
}
