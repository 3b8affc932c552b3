"""Frameworks, published claims about how their entries relate, and what follows from them."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping
from typing import Any

from isms import _isms
from isms._plain import dumps, encoded
from isms._rows import Rows

__all__ = ["Catalogue"]


class Catalogue:
    """What the engine knows of frameworks and of how their entries relate. It never changes.

    >>> import isms
    >>> catalogue = isms.Catalogue.builtin()
    >>> len(catalogue.frameworks())
    35
    >>> row = catalogue.map("iso27001-2022:A.8.7", "nist-csf-2.0")[0]
    >>> row["target"], row["standing"], row["publishers"]
    ('nist-csf-2.0:PR.DS-01', 'overlaps', ['NIST'])
    """

    __slots__ = ("__weakref__", "_catalogue", "_packs")
    _catalogue: _isms.Catalogue
    _packs: tuple[tuple[bytes, bool], ...]

    def __init__(self) -> None:
        raise TypeError("use Catalogue.builtin")

    @classmethod
    def _of(cls, catalogue: _isms.Catalogue, packs: tuple[tuple[bytes, bool], ...]) -> Catalogue:
        self = object.__new__(cls)
        self._catalogue = catalogue
        self._packs = packs
        return self

    @classmethod
    def builtin(cls) -> Catalogue:
        """The catalogue that is built in. It is ready at once."""
        return cls._of(_isms.Catalogue.builtin(), ())

    def with_pack(
        self, pack: Mapping[str, Any] | str | bytes, *, yaml: bool = False, digest: str | None = None
    ) -> Catalogue:
        """A further catalogue with a pack laid over this one: own frameworks, licensed titles, editions, claims.

        The pack is a dictionary, or its text in JSON (or YAML). With ``digest`` it must have just that digest. Raises
        :class:`DocumentError` with every problem at once; this catalogue stays what it is.
        """
        text = encoded(dumps(pack, None) if isinstance(pack, Mapping) else pack)
        return Catalogue._of(self._catalogue.with_pack(text, yaml, digest), (*self._packs, (text, yaml)))

    def read_pack(self, path: str | os.PathLike[str], *, digest: str | None = None) -> Catalogue:
        """The same from a file: YAML if it ends in ``.yaml`` or ``.yml``, JSON otherwise."""
        path = pathlib.Path(path)
        yaml = path.suffix.lower() in {".yaml", ".yml"}
        return self.with_pack(path.read_bytes(), yaml=yaml, digest=digest)

    def report(self, name: str, format: str = "json") -> bytes:
        """A report by name, with arguments each behind a blank, and format: the same bytes in every language.

        Names are those of the methods below; formats are ``json``, ``csv``, ``markdown`` and ``text``. Raises
        :class:`NotFoundError`.
        """
        return self._catalogue.report(name, format)

    def _rows(self, *request: str | None) -> Rows:
        return Rows._from_json(self.report(" ".join(part for part in request if part is not None)))

    def frameworks(self) -> Rows:
        """A row per framework."""
        return self._rows("frameworks")

    def entries(self, framework: str) -> Rows:
        """A row per entry of a framework, such as ``soc2-2017``."""
        return self._rows("entries", framework)

    def claims(self) -> Rows:
        """A row per published set of claims: publisher, frame, document, lineage, licence."""
        return self._rows("claims")

    def map(self, reference: str, framework: str | None = None) -> Rows:
        """What an entry is to those of another framework, or of all: what is claimed, what follows, what is suggested.

        A framework nothing leads to has one row with the standing ``no-source``.
        """
        return self._rows("map", reference, framework)

    def __repr__(self) -> str:
        packs = len(self._packs)
        return f"<Catalogue: {len(self.frameworks())} frameworks{f', {packs} packs' if packs else ''}>"

    def __reduce__(self) -> tuple[Any, tuple[tuple[tuple[bytes, bool], ...]]]:
        return _restored, (self._packs,)

    def __copy__(self) -> Catalogue:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Catalogue:
        return self

    def _repr_html_(self) -> str:
        return self.frameworks()._repr_html_()


def _restored(packs: tuple[tuple[bytes, bool], ...]) -> Catalogue:
    catalogue = Catalogue.builtin()
    for text, yaml in packs:
        catalogue = catalogue.with_pack(text, yaml=yaml)
    return catalogue
