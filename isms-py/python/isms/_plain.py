"""Dictionaries and lists as the JSON the engine reads."""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Mapping
from typing import Any

from isms.exceptions import DocumentError

_MAX_BYTES = 64 << 20
_MAX_DEPTH = 128
_MAX_LISTED = 1000
# More digits than any number of the format has, and fewer than Python refuses to write.
_MAX_BITS = 4096


def dumps(document: Mapping[str, Any], max_bytes: int | None) -> str:
    """The document as JSON.

    What has no place in a document is refused here, as the reader would, by code and path; what JSON can say, wrong
    or not, is left to the reader.
    """
    if not isinstance(document, Mapping):
        raise TypeError(f"a document is a mapping, not {type(document).__name__}")
    problems = _problems(document, _MAX_BYTES if max_bytes is None else max_bytes)
    if problems:
        problems.sort(key=lambda finding: (finding["path"], finding["code"]))
        raise _refused(problems)
    # NaN and infinity are written as such: the reader refuses them and says where they stand.
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain)


def without_places(error: DocumentError) -> DocumentError:
    """The same error without line and column, since nobody wrote that text."""
    return _refused([{**finding, "line": None, "column": None} for finding in error.findings], like=error)


def _problems(document: Mapping[str, Any], max_bytes: int) -> list[dict[str, Any]]:
    """Everything JSON has no word for. O(values), without recursion; stops where the text must pass the limit."""
    problems: list[dict[str, Any]] = []
    todo: list[tuple[str, Any, int]] = [("", document, 1)]
    bytes_left = max_bytes
    while todo and len(problems) < _MAX_LISTED:
        path, value, depth = todo.pop()
        if depth > _MAX_DEPTH:
            return [_finding("D-004", path[:1000], f"the document is nested deeper than {_MAX_DEPTH} levels")]
        mapping = isinstance(value, Mapping)
        # A value and its comma or bracket are two bytes at least. Shared parts count as often as they would be written.
        bytes_left -= 2 * len(value)
        if bytes_left < 0:
            return [_finding("D-003", "", f"the document has more than {max_bytes} bytes")]
        for n, key in enumerate(value):
            member = value[key] if mapping else key
            if mapping and not isinstance(key, str):
                shown = _shown(key)
                problems.append(
                    _finding(
                        "D-021",
                        f"{path}/{_escaped(shown)}",
                        f"the key `{shown}` is {_called(key)}, where a text is expected",
                        "put it in quotes where it was written, or it may have lost characters",
                    )
                )
                continue
            if member is None or isinstance(member, (str, bool, float)):
                continue
            here = f"{path}/{_escaped(key) if mapping else n}"
            if isinstance(member, (Mapping, list, tuple)):
                todo.append((here, member, depth + 1))
            elif isinstance(member, int):
                if member.bit_length() > _MAX_BITS:
                    problems.append(_finding("D-014", here, "the number has more than 28 digits"))
            elif not _is_written(member):
                problems.append(_finding("D-009", here, f"{_called(member)} is no value of a document"))
    return problems


def _is_written(value: object) -> bool:
    return isinstance(value, (datetime.date, decimal.Decimal)) and not isinstance(value, datetime.datetime)


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, decimal.Decimal) and value.is_finite() and abs(value.adjusted()) < 64:
        return format(value, "f")
    if _is_written(value):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a document")


def _called(value: object) -> str:
    names: list[tuple[type, str]] = [
        (bool, "a truth value"),
        (int, "a number"),
        (float, "a number"),
        (decimal.Decimal, "a number"),
        (datetime.datetime, "an instant"),
        (datetime.date, "a date"),
        (type(None), "nothing"),
    ]
    return next((name for kind, name in names if isinstance(value, kind)), f"`{type(value).__name__}`")


def _shown(key: object) -> str:
    if isinstance(key, int) and key.bit_length() > _MAX_BITS:
        return "…"
    return " ".join(str(key)[:60].split())


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _finding(code: str, path: str, message: str, help: str | None = None) -> dict[str, Any]:
    return {
        "code": code,
        "severity": "error",
        "origin": "format",
        "path": path,
        "message": message,
        "help": help,
        "line": None,
        "column": None,
    }


def _refused(findings: list[dict[str, Any]], like: DocumentError | None = None) -> DocumentError:
    first = findings[0]
    more = len(findings) - 1
    return DocumentError._of(
        "document",
        first["code"],
        like.message if like else first["message"] + (f" (and {more} more)" if more else ""),
        path=first["path"],
        help=first["help"],
        findings=findings,
    )


def encoded(text: str | bytes) -> bytes:
    """A text as the engine takes it."""
    if isinstance(text, str):
        # A lone surrogate cannot be UTF-8; it becomes bytes that the reader refuses with their place.
        return text.encode(errors="surrogatepass")
    if isinstance(text, (bytes, bytearray, memoryview)):
        return bytes(text)
    raise TypeError(f"a text is str or bytes, not {type(text).__name__}")
