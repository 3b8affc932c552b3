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
    use isms_core::{AssessOptions, Catalogue, Date, Format, ReadOptions};
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

    /// A document that was read and checked.
    #[pyclass(frozen, module = "isms._isms")]
    struct Document(isms_core::Isms);

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
            py.detach(|| isms_core::Isms::read(text, &options)).map(Document).map_err(|e| raise(&e))
        }

        /// The canonical document.
        fn to_json(&self, py: Python<'_>) -> String {
            py.detach(|| self.0.to_json())
        }

        /// SHA-256 of the canonical document.
        fn digest(&self, py: Python<'_>) -> String {
            py.detach(|| self.0.digest())
        }

        /// The name of the organisation.
        fn organisation(&self) -> &str {
            &self.0.organisation().name
        }

        /// How many assets, risks and controls there are.
        fn counts(&self) -> (usize, usize, usize) {
            (self.0.assets().len(), self.0.risks().len(), self.0.controls().len())
        }

        /// Assesses it as of a day.
        #[pyo3(signature = (as_of, max_listed))]
        fn assess(&self, py: Python<'_>, as_of: &str, max_listed: Option<usize>) -> PyResult<Assessed> {
            let mut options = AssessOptions::new(as_of.parse::<Date>().map_err(|e| raise(&e))?);
            options.max_listed = max_listed.unwrap_or(options.max_listed);
            Ok(Assessed(py.detach(|| isms_core::assess(&self.0, &Catalogue::builtin(), &options))))
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

    /// A code as JSON, if the table has it.
    #[pyfunction]
    fn explain(code: &str) -> Option<String> {
        isms_core::explain(code).map(|info| info.to_json())
    }

    /// Every code.
    #[pyfunction]
    fn codes() -> Vec<&'static str> {
        isms_core::codes().iter().map(|info| info.code).collect()
    }

    /// Line and column of a pointer in a text.
    #[pyfunction]
    fn locate(text: &str, pointer: &str, yaml: bool) -> Option<(u32, u32)> {
        isms_core::locate(text, pointer, &options(yaml, false, None, None, None))
            .map(|at| (at.line, at.column))
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
