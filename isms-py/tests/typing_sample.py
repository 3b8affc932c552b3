"""Checked by mypy, never run: what a typed caller relies on. An unused `type: ignore` is an error too."""

import datetime
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

import isms
from isms import Assessment, Isms, Rows


def reading(document: Mapping[str, Any], path: pathlib.Path) -> None:
    a: Isms = Isms.from_json("{}")
    a = Isms.from_json(b"{}", preserve_unknown=True, max_bytes=1, max_depth=None)
    a = Isms.from_yaml("{}", max_items=1)
    a = Isms.from_dict(document)
    a = isms.read(path)
    a = Isms.read("isms.yaml")
    text: str = a.to_json()
    members: dict[str, Any] = a.to_dict()
    counts: dict[str, int] = a.counts
    digest: str = a.digest
    known: set[Isms] = {a}
    print(text, members, counts, digest, known)

    Isms.from_json(5)  # type: ignore[arg-type]
    Isms.from_json("{}", True)  # type: ignore[call-arg]
    Isms.from_dict([])  # type: ignore[arg-type]
    a.digest = ""  # type: ignore[misc]
    a.assess()  # type: ignore[call-arg]
    a.assess(20260331)  # type: ignore[arg-type]


def assessing(a: Isms) -> None:
    b: Assessment = a.assess(datetime.date(2026, 3, 31), max_listed=5)
    b = a.assess(as_of="2026-03-31")
    day: datetime.date = b.as_of
    data: bytes = b.report("soa", "csv")
    page: str = b.to_html()
    summary: dict[str, Any] = b.summary()
    rows: Rows = b.register()
    sequence: Sequence[dict[str, Any]] = b.needs()
    row: dict[str, Any] = rows[0]
    part: Rows = rows[1:]
    plain: list[dict[str, Any]] = part.to_dicts()
    names: list[str] = rows.columns
    print(day, data, page, summary, sequence, row, plain, names)

    hash(rows)  # refused when it runs
    b.report(1)  # type: ignore[arg-type]
    rows["a"]  # type: ignore[call-overload]


def failing() -> None:
    try:
        isms.explain("D-001")
    except isms.NotFoundError as error:
        caught: KeyError = error
        code: str = error.code
        path: str | None = error.path
        findings: list[dict[str, Any]] = error.findings
        print(caught, code, path, error.help, findings)
    place: tuple[int, int] | None = isms.locate("{}", "")
    schema: dict[str, Any] = isms.schema()
    print(place, schema, isms.codes(), isms.reports(), isms.__version__)
