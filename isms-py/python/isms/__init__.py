"""An information security management system as a graph you can compute with.

>>> import isms
>>> acme = isms.Isms.from_dict({
...     "isms": "1",
...     "organisation": {"name": "Acme"},
...     "assets": {
...         "A-1": {"name": "invoices", "kind": "information", "need": {"confidentiality": "high"},
...                 "depends_on": {"A-2": {}}},
...         "A-2": {"name": "database", "kind": "software"},
...     },
... })
>>> needs = acme.assess(as_of="2026-03-31").needs()
>>> [(row["asset"], row["effective"]) for row in needs if row["dimension"] == "confidentiality"]
[('A-1', 'high'), ('A-2', 'high')]
"""

from __future__ import annotations

import json
from typing import Any

from isms import _isms
from isms._catalogue import Catalogue
from isms._model import Assessment, Isms, read
from isms._rows import Rows
from isms.exceptions import (
    DocumentError,
    IncomparableError,
    InvalidValueError,
    IsmsError,
    NotFoundError,
    OptionError,
    OutOfRangeError,
)

__all__ = [
    "Assessment",
    "Catalogue",
    "DocumentError",
    "IncomparableError",
    "InvalidValueError",
    "Isms",
    "IsmsError",
    "NotFoundError",
    "OptionError",
    "OutOfRangeError",
    "Rows",
    "__version__",
    "codes",
    "explain",
    "locate",
    "read",
    "reports",
    "schema",
    "shipped_method",
    "shipped_methods",
]

__version__ = _isms.version()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document format."""
    schema: dict[str, Any] = json.loads(_isms.schema())
    return schema


def codes() -> list[str]:
    """Every code of a finding or an error."""
    return _isms.codes()


def explain(code: str) -> dict[str, Any]:
    """What a code means. Raises :class:`NotFoundError` for one that does not exist.

    >>> explain("D-007")["title"]
    'unknown member'
    """
    facts: dict[str, Any] = json.loads(_isms.explain(code))
    return facts


def reports() -> list[str]:
    """The names of the reports of an assessment."""
    return _isms.reports()


def shipped_methods() -> list[str]:
    """The names of the risk methods that ship; a document puts one in by naming it in ``shipped_methods``."""
    return _isms.shipped_methods()


def shipped_method(name: str) -> dict[str, Any]:
    """A risk method that ships, with its scales. Raises :class:`NotFoundError` for a name that none has.

    >>> shipped_method("nist-800-30-r1")["method"]["provenance"]["verification"]
    'transcribed'
    """
    file: dict[str, Any] = json.loads(_isms.shipped_method(name))
    return file


def locate(text: str, pointer: str, *, yaml: bool = False) -> tuple[int, int] | None:
    """Line and column, from 1, of a JSON pointer in a text, or of the nearest place above it.

    >>> locate('{"isms": "1"}', "/isms")
    (1, 10)
    """
    return _isms.locate(text, pointer, yaml)
