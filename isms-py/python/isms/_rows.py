"""Rows of a report: a sequence of dictionaries that a notebook shows as a table."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from typing import Any, overload

_SHOWN = 50


class Rows(Sequence[dict[str, Any]]):
    """The rows of a report.

    >>> import isms
    >>> acme = isms.Isms.from_dict({"isms": "1", "organisation": {"name": "Acme"}})
    >>> rows = acme.assess(as_of="2026-03-31").soa()
    >>> len(rows), rows[0]["control"]
    (93, 'iso27001-2022:A.5.1')
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self._rows = list(rows)

    @classmethod
    def _from_json(cls, data: bytes) -> Rows:
        return cls(json.loads(data))

    @property
    def columns(self) -> list[str]:
        """The names of the columns; all rows have the same."""
        return list(self._rows[0]) if self._rows else []

    def to_dicts(self) -> list[dict[str, Any]]:
        """A list of dictionaries, for ``pandas.DataFrame`` and its kin."""
        return [dict(row) for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | Rows:
        if isinstance(index, slice):
            return Rows(self._rows[index])
        return dict(self._rows[index])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(row) for row in self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, Rows) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} × {len(self.columns)}>"

    def _repr_html_(self) -> str:
        def cell(value: Any) -> str:
            if value is None:
                return ""
            return html.escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row.values()) + "</tr>"
            for row in self._rows[:_SHOWN]
        )
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
