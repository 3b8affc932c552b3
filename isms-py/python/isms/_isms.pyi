"""
Handles and bytes for the package `isms`; not meant to be used by itself.
"""

from typing import SupportsIndex, final

__all__ = ["Assessed", "Catalogue", "Document", "codes", "explain", "locate", "reports", "schema", "shipped_method", "shipped_methods", "version"]

@final
class Assessed:
    """
    An assessment.
    """
    def report(self, /, name: str, format: str) -> bytes:
        """
        A report as bytes.
        """

@final
class Catalogue:
    """
    Frameworks, published claims, and what follows from them.
    """
    @staticmethod
    def builtin() -> Catalogue:
        """
        The catalogue that is built in.
        """
    def report(self, /, name: str, format: str) -> bytes:
        """
        A report as bytes.
        """
    def with_pack(self, /, text: bytes, yaml: bool, digest: str | None) -> Catalogue:
        """
        A further catalogue with a pack laid over this one.
        """

@final
class Document:
    """
    A document that was read and checked.
    """
    def assess(self, /, as_of: str, max_listed: SupportsIndex | None, threads: SupportsIndex | None, catalogue: Catalogue) -> Assessed:
        """
        Assesses it as of a day.
        """
    def counts(self, /) -> list[tuple[str, int]]:
        """
        How many items each collection has, in the order of the format.
        """
    def digest(self, /) -> str:
        """
        SHA-256 of the canonical document.
        """
    def organisation(self, /) -> str:
        """
        The name of the organisation.
        """
    @staticmethod
    def read(text: bytes, yaml: bool, preserve_unknown: bool, max_bytes: SupportsIndex | None, max_depth: SupportsIndex | None, max_items: SupportsIndex | None) -> Document:
        """
        Reads a document.
        """
    def to_json(self, /) -> str:
        """
        The canonical document.
        """

def codes() -> list[str]:
    """
    Every code.
    """

def explain(code: str) -> str:
    """
    A code as JSON.
    """

def locate(text: str, pointer: str, yaml: bool) -> tuple[int, int] | None:
    """
    Line and column of a pointer in a text.
    """

def reports() -> list[str]:
    """
    The names of the reports.
    """

def schema() -> str:
    """
    The JSON Schema of the document format.
    """

def shipped_method(name: str) -> str:
    """
    A method that ships, as JSON.
    """

def shipped_methods() -> list[str]:
    """
    The names of the methods that ship.
    """

def version() -> str:
    """
    The version of the engine.
    """
