"""What is written about the package is true."""

import doctest
import importlib
import json
import pathlib
import pkgutil
import re

import isms
import jsonschema
import pytest
from acme import acme

HERE = pathlib.Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["isms"] + [f"isms.{m.name}" for m in pkgutil.iter_modules(isms.__path__)])
def test_examples_of_docstrings(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_every_public_thing_says_what_it_is():
    for name in isms.__all__:
        thing = getattr(isms, name)
        if name.startswith("__"):
            continue
        assert thing.__doc__, name
        members = vars(thing).items() if isinstance(thing, type) else ()
        for member, value in members:
            if not member.startswith("_") and (callable(value) or isinstance(value, (property, classmethod))):
                assert value.__doc__, f"{name}.{member}"


def test_the_sample_of_the_readme_runs(tmp_path, monkeypatch):
    samples = re.findall(r"```python\n(.*?)```", (HERE / "README.md").read_text("utf-8") + (HERE.parent / "README.md").read_text("utf-8"), re.S)
    assert samples
    (tmp_path / "isms.json").write_text(json.dumps(acme()), "utf-8")
    monkeypatch.chdir(tmp_path)
    for sample in samples:
        exec(compile(sample, "README.md", "exec"), {})
    assert (tmp_path / "report.html").exists()


def test_the_schema_accepts_what_the_reader_accepts():
    schema = jsonschema.Draft202012Validator(isms.schema())
    schema.validate(acme())
    schema.validate(isms.Isms.from_dict(acme()).to_dict())
    assert not schema.is_valid(acme(assets={"A 1": {}}))


def test_versions_agree():
    manifest = (HERE.parent / "Cargo.toml").read_text("utf-8")
    assert f'\nversion = "{isms.__version__}"\n' in manifest
    assert isms.Isms.from_dict(acme()).assess("2026-01-01").summary()["engine_version"] == isms.__version__
