"""Everything this package raises of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

__all__ = [
    "DocumentError",
    "IncomparableError",
    "InvalidValueError",
    "IsmsError",
    "NotFoundError",
    "OptionError",
    "OutOfRangeError",
]

_E = TypeVar("_E", bound="IsmsError")


class IsmsError(Exception):
    """Why a call could not do what it was asked.

    >>> import isms
    >>> try:
    ...     isms.Isms.from_json("{")
    ... except isms.IsmsError as error:
    ...     print(error.code, error.findings[0]["line"])
    D-001 1
    """

    code: str
    """The stable code; ``isms.explain`` says what it means."""
    message: str
    """One line for a person."""
    path: str | None
    """A JSON pointer into the document, where the error has a place."""
    help: str | None
    """What to do about it."""
    findings: list[dict[str, Any]]
    """Every problem of a refused document, sorted; empty otherwise."""

    def __init__(self, error: str) -> None:
        facts = json.loads(error)
        self.code = facts["code"]
        self.message = facts["message"]
        self.path = facts["path"]
        self.help = facts["help"]
        self.findings = facts["findings"]
        self._error = error
        at = f" at {self.path}" if self.path else ""
        super().__init__(f"{self.code}: {self.message}{at}")

    @classmethod
    def _of(
        cls: type[_E],
        kind: str,
        code: str,
        message: str,
        *,
        path: str | None = None,
        help: str | None = None,
        findings: Sequence[Mapping[str, Any]] = (),
    ) -> _E:
        """An error found on this side, in the form of the engine's."""
        facts = {"kind": kind, "code": code, "message": message, "path": path, "help": help, "findings": findings}
        return cls(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))

    def to_json(self) -> str:
        """The error as the engine writes it, the same bytes in every language."""
        return self._error

    def __reduce__(self) -> tuple[type[IsmsError], tuple[str]]:
        return type(self), (self._error,)


class DocumentError(IsmsError, ValueError):
    """A document is not well formed; ``findings`` lists every problem."""


class InvalidValueError(IsmsError, ValueError):
    """A single value, such as a date, is not what its type demands."""


class NotFoundError(IsmsError, KeyError):
    """Something asked for by name is not there.

    >>> import isms
    >>> try:
    ...     isms.explain("D-999")
    ... except KeyError as error:
    ...     print(error)
    B-005: there is no code `D-999`
    """

    def __str__(self) -> str:
        # KeyError would quote the message.
        return Exception.__str__(self)


class OptionError(IsmsError, ValueError):
    """An option is out of its range or contradicts another."""


class IncomparableError(IsmsError, TypeError):
    """Two values cannot be compared or combined."""


class OutOfRangeError(IsmsError, OverflowError):
    """A result does not fit the range of its type."""
