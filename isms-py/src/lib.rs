//! The Python extension `isms._isms`: handles and bytes. What people use is the Python package `isms` over it.

use isms_core::{Error, ErrorKind};
use pyo3::prelude::*;

mod raised {
    pyo3::import_exception!(isms.exceptions, IsmsError);
    pyo3::import_exception!(isms.exceptions, DocumentError);
    pyo3::import_exception!(isms.exceptions, InvalidValueError);
    pyo3::import_exception!(isms.exceptions, NotFoundError);
    pyo3::import_exception!(isms.exceptions, OptionError);
    pyo3::import_exception!(isms.exceptions, IncomparableError);
    pyo3::import_exception!(isms.exceptions, OutOfRangeError);
}

/// The exception of an error. Its one argument is the error as JSON, which the Python classes read.
fn raise(error: &Error) -> PyErr {
    let json = error.to_json();
    match error.kind() {
        ErrorKind::Document => raised::DocumentError::new_err(json),
        ErrorKind::Invalid => raised::InvalidValueError::new_err(json),
        ErrorKind::NotFound => raised::NotFoundError::new_err(json),
        ErrorKind::Option => raised::OptionError::new_err(json),
        ErrorKind::Incomparable => raised::IncomparableError::new_err(json),
        ErrorKind::Overflow => raised::OutOfRangeError::new_err(json),
        _ => raised::IsmsError::new_err(json),
    }
}

/// Handles and bytes for the package `isms`; not meant to be used by itself.
#[pymodule]
mod _isms {
    use std::sync::OnceLock;

    use isms_core::{
        AssessOptions, Crosswalk, CrosswalkOptions, Date, Error, ErrorKind, Format, Pack, ReadOptions,
    };
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    use super::raise;

    /// How a text is read.
    fn options(
        yaml: bool,
        preserve_unknown: bool,
        max_bytes: Option<usize>,
        max_depth: Option<usize>,
        max_items: Option<usize>,
    ) -> ReadOptions {
        let mut options = ReadOptions::default();
        options.format = if yaml { Format::Yaml } else { Format::Json };
        options.preserve_unknown = preserve_unknown;
        let limits = &mut options.limits;
        limits.max_bytes = max_bytes.unwrap_or(limits.max_bytes);
        limits.max_depth = max_depth.unwrap_or(limits.max_depth);
        limits.max_items = max_items.unwrap_or(limits.max_items);
        options
    }

    macro_rules! collections {
        ($($name:ident)*) => {
            fn counts(isms: &isms_core::Isms) -> Vec<(&'static str, usize)> {
                vec![$((stringify!($name), isms.$name().len())),*]
            }
        };
    }

    collections! {
        issues parties requirements roles suppliers sites processes scales dimensions capabilities methods assets
        threats vulnerabilities risks controls treatments acceptances policies objectives translations enterprise_risks
        shipped_methods
    }

    /// A document that was read and checked.
    #[pyclass(frozen, module = "isms._isms")]
    struct Document {
        isms: isms_core::Isms,
        // Equality and hash go by the digest, which costs O(document).
        digest: OnceLock<String>,
    }

    #[pymethods]
    impl Document {
        /// Reads a document.
        #[staticmethod]
        #[pyo3(signature = (text, yaml, preserve_unknown, max_bytes, max_depth, max_items))]
        fn read(
            py: Python<'_>,
            text: &[u8],
            yaml: bool,
            preserve_unknown: bool,
            max_bytes: Option<usize>,
            max_depth: Option<usize>,
            max_items: Option<usize>,
        ) -> PyResult<Document> {
            let options = options(yaml, preserve_unknown, max_bytes, max_depth, max_items);
            let isms = py.detach(|| isms_core::Isms::read(text, &options)).map_err(|e| raise(&e))?;
            Ok(Document { isms, digest: OnceLock::new() })
        }

        /// The canonical document.
        fn to_json(&self, py: Python<'_>) -> String {
            py.detach(|| self.isms.to_json())
        }

        /// SHA-256 of the canonical document.
        fn digest(&self, py: Python<'_>) -> &str {
            py.detach(|| self.digest.get_or_init(|| self.isms.digest()))
        }

        /// The name of the organisation.
        fn organisation(&self) -> &str {
            &self.isms.organisation().name
        }

        /// How many items each collection has, in the order of the format.
        fn counts(&self) -> Vec<(&'static str, usize)> {
            counts(&self.isms)
        }

        /// Assesses it as of a day.
        #[pyo3(signature = (as_of, max_listed, threads, catalogue))]
        fn assess(
            &self,
            py: Python<'_>,
            as_of: &str,
            max_listed: Option<usize>,
            threads: Option<usize>,
            catalogue: &Catalogue,
        ) -> PyResult<Assessed> {
            let mut options = AssessOptions::new(as_of.parse::<Date>().map_err(|e| raise(&e))?);
            options.max_listed = max_listed.unwrap_or(options.max_listed);
            options.threads = threads.unwrap_or(options.threads);
            Ok(Assessed(py.detach(|| isms_core::assess(&self.isms, &catalogue.catalogue, &options))))
        }
    }

    /// Frameworks, published claims, and what follows from them.
    #[pyclass(frozen, module = "isms._isms")]
    struct Catalogue {
        catalogue: isms_core::Catalogue,
        // Made when first asked for.
        crosswalk: OnceLock<Crosswalk>,
    }

    #[pymethods]
    impl Catalogue {
        /// The catalogue that is built in.
        #[staticmethod]
        fn builtin() -> Catalogue {
            Catalogue { catalogue: isms_core::Catalogue::builtin(), crosswalk: OnceLock::new() }
        }

        /// A further catalogue with a pack laid over this one.
        #[pyo3(signature = (text, yaml, digest))]
        fn with_pack(
            &self,
            py: Python<'_>,
            text: &[u8],
            yaml: bool,
            digest: Option<&str>,
        ) -> PyResult<Catalogue> {
            let options = options(yaml, false, None, None, None);
            let made = py.detach(|| {
                let pack = Pack::read(text, &options)?;
                match digest {
                    Some(digest) => self.catalogue.with_pinned(&pack, digest),
                    None => self.catalogue.with(&pack),
                }
            });
            Ok(Catalogue { catalogue: made.map_err(|e| raise(&e))?, crosswalk: OnceLock::new() })
        }

        /// A report as bytes.
        fn report<'py>(&self, py: Python<'py>, name: &str, format: &str) -> PyResult<Bound<'py, PyBytes>> {
            let bytes = py.detach(|| {
                let crosswalk = match self.crosswalk.get() {
                    Some(ready) => ready,
                    None => {
                        let made = Crosswalk::new(&self.catalogue, &CrosswalkOptions::default())?;
                        self.crosswalk.get_or_init(|| made)
                    }
                };
                crosswalk.report(name, format)
            });
            Ok(PyBytes::new(py, &bytes.map_err(|e| raise(&e))?))
        }
    }

    /// An assessment.
    #[pyclass(frozen, module = "isms._isms")]
    struct Assessed(isms_core::Assessment);

    #[pymethods]
    impl Assessed {
        /// A report as bytes.
        fn report<'py>(&self, py: Python<'py>, name: &str, format: &str) -> PyResult<Bound<'py, PyBytes>> {
            let bytes = py.detach(|| self.0.report(name, format)).map_err(|e| raise(&e))?;
            Ok(PyBytes::new(py, &bytes))
        }
    }

    /// The JSON Schema of the document format.
    #[pyfunction]
    fn schema() -> String {
        isms_core::schema()
    }

    /// A code as JSON.
    #[pyfunction]
    fn explain(code: &str) -> PyResult<String> {
        match isms_core::explain(code) {
            Some(info) => Ok(info.to_json()),
            None => Err(raise(&Error::new(
                ErrorKind::NotFound,
                "B-005",
                format!(
                    "there is no code `{}`",
                    code.chars().take(60).flat_map(char::escape_debug).collect::<String>()
                ),
            ))),
        }
    }

    /// Every code.
    #[pyfunction]
    fn codes() -> Vec<&'static str> {
        isms_core::codes().iter().map(|info| info.code).collect()
    }

    /// The names of the methods that ship.
    #[pyfunction]
    fn shipped_methods() -> Vec<&'static str> {
        isms_core::shipped_methods().collect()
    }

    /// A method that ships, as JSON.
    #[pyfunction]
    fn shipped_method(name: &str) -> PyResult<String> {
        Ok(isms_core::MethodFile::shipped(name).map_err(|error| raise(&error))?.to_json())
    }

    /// Line and column of a pointer in a text.
    #[pyfunction]
    fn locate(py: Python<'_>, text: &str, pointer: &str, yaml: bool) -> Option<(u32, u32)> {
        let options = options(yaml, false, None, None, None);
        py.detach(|| isms_core::locate(text, pointer, &options)).map(|at| (at.line, at.column))
    }

    /// The names of the reports.
    #[pyfunction]
    fn reports() -> Vec<&'static str> {
        isms_core::REPORTS.to_vec()
    }

    /// The version of the engine.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
