"""Documents and assessments."""

from __future__ import annotations

import datetime
import html
import json
import os
import pathlib
import sys
from collections.abc import Mapping
from typing import Any

from isms import _isms
from isms._catalogue import Catalogue
from isms._plain import dumps, encoded, without_places
from isms._rows import Rows
from isms.exceptions import DocumentError, OptionError

__all__ = ["Assessment", "Isms", "read"]


class Isms:
    """A well-formed information security management system. It never changes.

    >>> import isms
    >>> acme = isms.Isms.from_dict({"isms": "1", "organisation": {"name": "Acme"}})
    >>> acme
    <Isms 'Acme': 0 assets, 0 risks, 0 controls>
    >>> acme.to_dict()["organisation"]
    {'name': 'Acme'}
    """

    __slots__ = ("__weakref__", "_document")
    _document: _isms.Document

    def __init__(self) -> None:
        raise TypeError("use Isms.from_json, Isms.from_yaml, Isms.from_dict or isms.read")

    @classmethod
    def _of(
        cls,
        text: bytes,
        *,
        yaml: bool,
        preserve_unknown: bool,
        max_bytes: int | None,
        max_depth: int | None,
        max_items: int | None,
    ) -> Isms:
        self = object.__new__(cls)
        self._document = _isms.Document.read(
            text,
            yaml,
            preserve_unknown,
            _size("max_bytes", max_bytes),
            _size("max_depth", max_depth),
            _size("max_items", max_items),
        )
        return self

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        preserve_unknown: bool = False,
        max_bytes: int | None = None,
        max_depth: int | None = None,
        max_items: int | None = None,
    ) -> Isms:
        """Read a document in JSON.

        ``preserve_unknown`` keeps unknown members instead of refusing them; the limits default to 64 MiB, a depth of
        128 and 10⁶ items per collection. Raises :class:`DocumentError` with every problem at once.
        """
        return cls._of(
            encoded(text),
            yaml=False,
            preserve_unknown=preserve_unknown,
            max_bytes=max_bytes,
            max_depth=max_depth,
            max_items=max_items,
        )

    @classmethod
    def from_yaml(
        cls,
        text: str | bytes,
        *,
        preserve_unknown: bool = False,
        max_bytes: int | None = None,
        max_depth: int | None = None,
        max_items: int | None = None,
    ) -> Isms:
        """Read a document in YAML; otherwise as :meth:`from_json`."""
        return cls._of(
            encoded(text),
            yaml=True,
            preserve_unknown=preserve_unknown,
            max_bytes=max_bytes,
            max_depth=max_depth,
            max_items=max_items,
        )

    @classmethod
    def from_dict(
        cls,
        document: Mapping[str, Any],
        *,
        preserve_unknown: bool = False,
        max_bytes: int | None = None,
        max_items: int | None = None,
    ) -> Isms:
        """Read a document made of dictionaries and lists.

        Dates and decimals are written as the format writes them. Keys must be strings: a number as a key may
        already have lost characters (``3.10`` is ``3.1``). Raises :class:`DocumentError` as :meth:`from_json` does;
        its findings have paths, but neither line nor column. ``max_bytes`` is that of the document as JSON.

        >>> import isms
        >>> try:
        ...     isms.Isms.from_dict({"isms": "1", "organisation": {"name": float("nan")}})
        ... except isms.DocumentError as error:
        ...     print(error.code, error.path)
        D-014 /organisation/name
        """
        text = dumps(document, _size("max_bytes", max_bytes))
        try:
            return cls.from_json(text, preserve_unknown=preserve_unknown, max_bytes=max_bytes, max_items=max_items)
        except DocumentError as error:
            raise without_places(error) from None

    @classmethod
    def read(
        cls,
        path: str | os.PathLike[str],
        *,
        preserve_unknown: bool = False,
        max_bytes: int | None = None,
        max_depth: int | None = None,
        max_items: int | None = None,
    ) -> Isms:
        """Read a document from a file: YAML if it ends in ``.yaml`` or ``.yml``, JSON otherwise."""
        path = pathlib.Path(path)
        reader = cls.from_yaml if path.suffix.lower() in {".yaml", ".yml"} else cls.from_json
        return reader(
            path.read_bytes(),
            preserve_unknown=preserve_unknown,
            max_bytes=max_bytes,
            max_depth=max_depth,
            max_items=max_items,
        )

    def assess(
        self,
        as_of: datetime.date | str,
        *,
        max_listed: int = 100,
        threads: int = 1,
        catalogue: Catalogue | None = None,
    ) -> Assessment:
        """Assess it as of a day.

        ``max_listed`` is the most findings listed per code; all are counted. ``threads`` is how many work on it at
        most (0 as 1), which changes how long it takes and nothing else; other Python threads run meanwhile. Without a
        ``catalogue`` it is the built-in one.
        """
        if isinstance(as_of, datetime.datetime):
            raise TypeError("as_of is a day, not an instant: pass a date")
        if not isinstance(as_of, (datetime.date, str)):
            raise TypeError(f"as_of is a date or a text such as '2026-03-31', not {type(as_of).__name__}")
        day = as_of.isoformat() if isinstance(as_of, datetime.date) else as_of
        assessment = object.__new__(Assessment)
        assessment._catalogue = Catalogue.builtin() if catalogue is None else catalogue
        assessment._assessed = self._document.assess(
            day, _size("max_listed", max_listed), _size("threads", threads), assessment._catalogue._catalogue
        )
        assessment._isms = self
        assessment._as_of = datetime.date.fromisoformat(day)
        assessment._max_listed = max_listed
        return assessment

    def to_json(self) -> str:
        """The document in canonical form."""
        return self._document.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The document as dictionaries and lists."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical document, in hexadecimal."""
        return self._document.digest()

    @property
    def counts(self) -> dict[str, int]:
        """How many items each collection has, built-in scales and dimensions among them."""
        return dict(self._document.counts())

    @property
    def organisation(self) -> str:
        """The name of the organisation."""
        return self._document.organisation()

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Isms) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        counts = self.counts
        shown = ", ".join(f"{counts[name]} {name}" for name in ("assets", "risks", "controls"))
        return f"<Isms {self.organisation!r}: {shown}>"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return _restored, (self.to_json(),)

    def __copy__(self) -> Isms:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Isms:
        return self


class Assessment:
    """Everything derived from an ISMS as of a day. It never changes.

    >>> import isms
    >>> acme = isms.Isms.from_dict({"isms": "1", "organisation": {"name": "Acme"}})
    >>> assessment = acme.assess(as_of="2026-03-31")
    >>> assessment.findings()[0]["code"]
    'C4.1-01'
    """

    __slots__ = ("__weakref__", "_as_of", "_assessed", "_catalogue", "_isms", "_max_listed")
    _assessed: _isms.Assessed
    _catalogue: Catalogue
    _isms: Isms
    _as_of: datetime.date
    _max_listed: int

    def __init__(self) -> None:
        raise TypeError("use Isms.assess")

    @property
    def isms(self) -> Isms:
        """The ISMS it was derived from."""
        return self._isms

    @property
    def as_of(self) -> datetime.date:
        """The day."""
        return self._as_of

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue it was derived with."""
        return self._catalogue

    def report(self, name: str, format: str = "json") -> bytes:
        """A report by name and format, as the engine writes it: the same bytes in every language.

        ``isms.reports()`` lists the names; formats are ``json``, ``csv``, ``markdown``, ``text``, ``html``, ``dot`` and
        ``graphml``, where a report has them. Raises :class:`NotFoundError`.
        """
        return self._assessed.report(name, format)

    def to_html(self) -> str:
        """One self-contained page with everything."""
        return self.report("all", "html").decode()

    def summary(self) -> dict[str, Any]:
        """Counts and sums."""
        summary: dict[str, Any] = json.loads(self.report("summary"))
        return summary

    def _rows(self, name: str) -> Rows:
        return Rows._from_json(self.report(name))

    def register(self) -> Rows:
        """A row per risk: judged, current and residual levels, and what follows."""
        return self._rows("register")

    def needs(self) -> Rows:
        """A row per asset and dimension: own and effective need, and where it comes from."""
        return self._rows("needs")

    def capabilities(self) -> Rows:
        """A row per asset and measure: what is required and what is achieved."""
        return self._rows("capabilities")

    def worth(self, rule: str = "accumulated") -> Rows:
        """A row per asset and valued dimension: own and accumulated value; `rule` may be `max-product`."""
        return self._rows(f"worth {rule}")

    def common_causes(self) -> Rows:
        """A row per asset whose loss takes too much of a redundancy group, or several controls."""
        return self._rows("common-causes")

    def suggestions(self) -> Rows:
        """A row per decision the dependencies suggest: distribution and cumulation."""
        return self._rows("suggestions")

    def soa(self) -> Rows:
        """A row per control of the Statement of Applicability."""
        return self._rows("soa")

    def findings(self) -> Rows:
        """A row per finding, by code and path."""
        return self._rows("findings")

    def heat_map(self) -> Rows:
        """A row per method and station, with its cells."""
        return self._rows("heat-map")

    def methods(self) -> Rows:
        """A row per risk method: its source, how far it was compared with that, and how its levels order risks."""
        return self._rows("methods")

    def credits(self) -> Rows:
        """A row per control and what it does to an axis, a factor or the loss of a risk: promised, and counted."""
        return self._rows("credits")

    def enterprise(self) -> Rows:
        """Two rows per enterprise risk: its exposure today, and with the plan carried out."""
        return self._rows("enterprise")

    def coverage(self, framework: str | None = None) -> Rows:
        """A row per framework: how much of it the controls cover, of what, and how complete the inventory is.

        With a framework, a row per requirement of it: its bucket, and what it rests on.
        """
        return self._rows("coverage" if framework is None else f"coverage {framework}")

    def threats(self, framework: str = "mitre-attack-18.1") -> Rows:
        """A row per technique of ATT&CK: what operates against it."""
        return self._rows(f"threats {framework}")

    def plan(self, target: str, candidates: str, needed: str = "covers", level: str | None = None) -> Rows:
        """The fewest entries of ``candidates`` to add so that the reachable requirements of ``target`` are reached.

        ``needed`` is ``covers``, ``overlaps`` or ``suggested``; ``level`` such as ``baseline=moderate``, ``ig=1``, ``level=2``.
        """
        return self._rows(" ".join(["plan", target, candidates, needed, *([level] if level else [])]))

    def __repr__(self) -> str:
        return f"<Assessment of {self._isms.organisation!r} as of {self._as_of}>"

    def __reduce__(self) -> tuple[Any, tuple[Isms, str, int, Catalogue]]:
        return _assessed, (self._isms, self._as_of.isoformat(), self._max_listed, self._catalogue)

    def __copy__(self) -> Assessment:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Assessment:
        return self

    def _repr_html_(self) -> str:
        summary = self.summary()
        shown = {name: value for name, value in summary.items() if not isinstance(value, (list, dict))}
        shown["findings"] = ", ".join(f"{row['count']} {row['severity']}" for row in summary["findings"])
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{html.escape('' if value is None else str(value))}</td></tr>"
            for name, value in shown.items()
        )
        return f"<table><tbody>{rows}</tbody></table>"


def read(
    path: str | os.PathLike[str],
    *,
    preserve_unknown: bool = False,
    max_bytes: int | None = None,
    max_depth: int | None = None,
    max_items: int | None = None,
) -> Isms:
    """Read a document from a file; the same as :meth:`Isms.read`."""
    return Isms.read(
        path, preserve_unknown=preserve_unknown, max_bytes=max_bytes, max_depth=max_depth, max_items=max_items
    )


def _restored(text: str) -> Isms:
    # It was read once, whatever the limits were then.
    return Isms.from_json(
        text, preserve_unknown=True, max_bytes=sys.maxsize, max_depth=sys.maxsize, max_items=sys.maxsize
    )


def _assessed(isms: Isms, as_of: str, max_listed: int, catalogue: Catalogue) -> Assessment:
    return isms.assess(as_of, max_listed=max_listed, catalogue=catalogue)


def _size(name: str, value: int | None) -> int | None:
    """An option that counts something, as the engine takes it."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a whole number, not {type(value).__name__}")
    if value < 0:
        raise OptionError._of("option", "B-006", f"`{name}` is less than zero", help="use a whole number from 0 up")
    return min(value, sys.maxsize)
