"""Runs the corpus in `conformance/`; its README says what a case is. `ISMS_CASE` picks cases by a part of their name."""

import hashlib
import json
import os
import pathlib
import re

import isms
import pytest

CORPUS = pathlib.Path(__file__).parents[2] / "conformance"
MEMBERS = {"why", "input", "pack", "generate", "format", "preserve_unknown", "limits", "as_of", "reports"}
FORMATS = {"csv", "dot", "graphml", "html", "json", "markdown", "text"}
LIMITS = {"max_bytes", "max_depth", "max_items"}


def _document(name, rest=b"}"):
    return b'{"isms":"1","organisation":{"name":"' + name + b'"}' + rest


def _chain(n):
    assets = []
    for i in range(n):
        need = '"need":{"confidentiality":"high"},' if i == 0 else ""
        after = f',"depends_on":{{"A{i + 1:07}":{{}}}}' if i + 1 < n else ""
        assets.append(f'"A{i:07}":{{"name":"A{i:07}","kind":"service",{need}'.rstrip(",") + after + "}")
    return _document(b"chain", b',"assets":{' + ",".join(assets).encode() + b"}}")


def _problems(n):
    items = ",".join(f'"A{i:07}":0' for i in range(n))
    return _document(b"problems", b',"assets":{' + items.encode() + b"}}")


GENERATORS = {
    "nesting": lambda n: b"[" * n,
    "padding": lambda n: _document(b"padding") + b" " * n,
    "chain": _chain,
    "problems": _problems,
}


def _folders():
    only = os.environ.get("ISMS_CASE", "")
    return sorted(folder for folder in CORPUS.iterdir() if folder.is_dir() and only in folder.name)


def _input(folder, case):
    if "input" in case:
        assert "generate" not in case
        return (folder / case["input"]).read_bytes()
    made = case["generate"]
    assert set(made) == {"kind", "n"}
    return GENERATORS[made["kind"]](made["n"])


class _Case:
    """Reads and assesses at most once, and gives the bytes of an entry or of the error it meets."""

    def __init__(self, folder, case):
        self.folder, self.case, self.text = folder, case, _input(folder, case)
        self.document = self.catalogue = self.assessment = None

    def read(self):
        if self.document is None:
            formats = {"json": isms.Isms.from_json, "yaml": isms.Isms.from_yaml}
            self.document = formats[self.case.get("format", "json")](
                self.text, preserve_unknown=self.case.get("preserve_unknown", False), **self.case.get("limits", {})
            )
        if self.catalogue is None:
            self.catalogue = isms.Catalogue.builtin()
            if "pack" in self.case:
                self.catalogue = self.catalogue.read_pack(self.folder / self.case["pack"])
        return self.document

    def answer(self, name, format):
        document = self.read()
        if name.startswith("catalogue "):
            return self.catalogue.report(name.removeprefix("catalogue "), format)
        if name == "document":
            assert format == "json"
            return document.to_json().encode()
        if self.assessment is None:
            self.assessment = document.assess(self.case["as_of"], catalogue=self.catalogue)
        return self.assessment.report(name, format)


def _named(entry):
    name, _, format = entry.rpartition(".")
    return (name, format) if format in FORMATS else (entry, "json")


@pytest.mark.parametrize("folder", _folders(), ids=lambda folder: folder.name)
def test_case(folder):
    case = json.loads((folder / "case.json").read_text("utf-8"))
    assert set(case) <= MEMBERS
    assert set(case.get("limits", {})) <= LIMITS
    assert case["why"]
    run = _Case(folder, case)
    expected = folder / "expected"
    there = {path.name for path in expected.iterdir()} if expected.exists() else set()
    steps = [_named(entry) for entry in case.get("reports", [])]
    asked = set()

    if "error.json" in there:
        asked.add("error.json")
        wanted = (expected / "error.json").read_bytes()
        for step in steps or [None]:
            with pytest.raises(isms.IsmsError) as caught:
                run.answer(*step) if step else run.read()
            assert caught.value.to_json().encode() == wanted
    elif not steps:
        run.read()
    else:
        for name, format in steps:
            got = run.answer(name, format)
            file = re.sub("[^A-Za-z0-9.-]", "_", name) + f".{format}"
            if file in there:
                asked.add(file)
                assert got == (expected / file).read_bytes(), file
            else:
                asked.add(f"{file}.sha256")
                digest = (expected / f"{file}.sha256").read_text("ascii").rstrip("\n")
                assert re.fullmatch("[0-9a-f]{64}", digest)
                assert hashlib.sha256(got).hexdigest() == digest, file
    assert there == asked, "files that no entry asks for"


def test_generated_inputs_are_as_the_readme_says():
    assert GENERATORS["nesting"](3) == b"[[["
    assert GENERATORS["padding"](2) == b'{"isms":"1","organisation":{"name":"padding"}}  '
    assert GENERATORS["chain"](3) == (
        b'{"isms":"1","organisation":{"name":"chain"},"assets":{'
        b'"A0000000":{"name":"A0000000","kind":"service","need":{"confidentiality":"high"},'
        b'"depends_on":{"A0000001":{}}},'
        b'"A0000001":{"name":"A0000001","kind":"service","depends_on":{"A0000002":{}}},'
        b'"A0000002":{"name":"A0000002","kind":"service"}}}'
    )
    assert GENERATORS["problems"](2) == (
        b'{"isms":"1","organisation":{"name":"problems"},"assets":{"A0000000":0,"A0000001":0}}'
    )
