//! A document without findings, and how tests change it.

use isms_core::{AssessOptions, Assessment, Catalogue, Isms, assess};
use serde_json::{Map, Value, json};

/// A document as JSON, free to change.
#[derive(Clone)]
pub(crate) struct Doc(pub(crate) Value);

impl Doc {
    /// The clean document: `clean.json`, one own control for all of Annex A, and a decision on each of its controls.
    pub(crate) fn clean() -> Self {
        let mut doc = Self(serde_json::from_str(include_str!("clean.json")).unwrap());
        let annex: Vec<String> = Catalogue::builtin().annex_a().map(|e| e.reference().to_string()).collect();
        assert_eq!(annex.len(), 93);
        let decision = json!({"necessary": true, "status": "implemented"});
        let entries: Map<String, Value> = annex.iter().map(|id| (id.clone(), decision.clone())).collect();
        doc.set("/soa/entries", Value::Object(entries));
        doc.set("/controls/C-1/implements", json!(annex));
        doc
    }

    /// Writes a member; the one above it must be there.
    pub(crate) fn set(&mut self, pointer: &str, value: Value) {
        let (above, member) = pointer.rsplit_once('/').unwrap();
        let above = self.0.pointer_mut(above).unwrap_or_else(|| panic!("nothing at {above}"));
        above.as_object_mut().unwrap().insert(member.to_owned(), value);
    }

    /// Takes a member out; it must be there.
    pub(crate) fn cut(&mut self, pointer: &str) {
        let (above, member) = pointer.rsplit_once('/').unwrap();
        let above = self.0.pointer_mut(above).unwrap().as_object_mut().unwrap();
        assert!(above.remove(member).is_some(), "nothing at {pointer}");
    }

    /// A copy of a value of the document.
    pub(crate) fn get(&self, pointer: &str) -> Value {
        self.0.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")).clone()
    }

    /// Takes an entry of Annex A out of what the one own control implements.
    pub(crate) fn unimplement(&mut self, entry: &str) {
        let list = self.0.pointer_mut("/controls/C-1/implements").unwrap().as_array_mut().unwrap();
        let before = list.len();
        list.retain(|id| id.as_str() != Some(&format!("iso27001-2022:{entry}")));
        assert_eq!(list.len() + 1, before);
    }

    /// Excludes an entry of Annex A that nothing implements.
    pub(crate) fn exclude(&mut self, entry: &str, why: &str) {
        self.unimplement(entry);
        self.set(&at(entry), json!({"necessary": false, "exclusion": why}));
    }

    pub(crate) fn read(&self) -> Isms {
        Isms::from_json(&self.0.to_string()).unwrap_or_else(|e| panic!("{:#?}", e.findings()))
    }

    pub(crate) fn assess(&self) -> Assessment {
        let options = AssessOptions::new("2026-03-31".parse().unwrap());
        assess(&self.read(), &Catalogue::builtin(), &options)
    }
}

/// Where the decision about an entry of Annex A stands.
pub(crate) fn at(entry: &str) -> String {
    format!("/soa/entries/iso27001-2022:{entry}")
}
