"""Each kind of error has a class, and each error its facts."""

import copy
import datetime
import json
import pathlib
import pickle
import re

import isms
import pytest
from acme import acme
from isms import Isms
from isms import exceptions

ROOT = pathlib.Path(__file__).parents[2]

# Kind, class, and the built-in that code without this package would catch.
CLASSES = {
    "document": (isms.DocumentError, ValueError),
    "invalid": (isms.InvalidValueError, ValueError),
    "not-found": (isms.NotFoundError, KeyError),
    "option": (isms.OptionError, ValueError),
    "incomparable": (isms.IncomparableError, TypeError),
    "overflow": (isms.OutOfRangeError, OverflowError),
    # A fault of the engine is no mistake of its user.
    "internal": (isms.IsmsError, Exception),
}


def caught(call, *args, **kwargs):
    with pytest.raises(isms.IsmsError) as info:
        call(*args, **kwargs)
    return info.value


def assessment():
    return Isms.from_dict(acme()).assess("2026-03-31")


RAISED = [
    ("document", "D-001", lambda: Isms.from_json("{")),
    ("document", "D-002", lambda: Isms.from_json(b"\xff")),
    ("document", "D-003", lambda: Isms.from_json("{}", max_bytes=1)),
    ("document", "D-004", lambda: Isms.from_json("[" * 10**6)),
    ("document", "D-006", lambda: Isms.from_json('{"isms":"1","isms":"1","organisation":{"name":"A"}}')),
    ("document", "D-020", lambda: Isms.from_yaml("a: &b 1\nc: *b\n")),
    ("document", "D-002", lambda: Isms.from_json('"\ud800"')),
    ("invalid", "D-013", lambda: Isms.from_dict(acme()).assess("31.03.2026")),
    ("invalid", "D-013", lambda: Isms.from_dict(acme()).assess("20260331")),
    ("not-found", "R-001", lambda: assessment().report("nothing")),
    ("not-found", "R-001", lambda: assessment().report("soa", "html")),
    ("not-found", "B-005", lambda: isms.explain("D-999")),
    ("option", "B-006", lambda: Isms.from_json("{}", max_depth=-1)),
    ("option", "B-006", lambda: Isms.from_dict(acme(), max_items=-1)),
    ("option", "B-006", lambda: Isms.from_dict(acme()).assess("2026-03-31", max_listed=-1)),
    ("option", "B-006", lambda: Isms.from_dict(acme()).assess("2026-03-31", threads=-1)),
]


@pytest.mark.parametrize("kind, code, call", RAISED)
def test_kind_and_code(kind, code, call):
    error = caught(call)
    assert (error.code, json.loads(error.to_json())["kind"]) == (code, kind)
    assert type(error) is CLASSES[kind][0]
    assert isinstance(error, CLASSES[kind][1])
    assert bool(error.findings) == (kind == "document")
    assert str(error).startswith(f"{code}: {error.message}")
    assert isms.explain(code)["code"] == code


def test_every_kind_of_the_engine_has_a_class():
    """Some kinds cannot be provoked from Python, so the two tables are compared as they are written."""
    words = dict(re.findall(r'ErrorKind::(\w+) => "([a-z-]+)"', (ROOT / "isms-core/src/error.rs").read_text("utf-8")))
    assert set(words.values()) == set(CLASSES)
    raised = dict(
        re.findall(r"ErrorKind::(\w+) => raised::(\w+)::new_err", (ROOT / "isms-py/src/lib.rs").read_text("utf-8"))
    )
    assert raised == {name: CLASSES[word][0].__name__ for name, word in words.items() if word != "internal"}
    assert {cls for cls, _ in CLASSES.values()} == {getattr(exceptions, name) for name in exceptions.__all__}


@pytest.mark.parametrize("cls", [getattr(exceptions, name) for name in exceptions.__all__])
def test_every_class_keeps_its_facts_when_copied(cls):
    facts = {"kind": "x", "code": "D-001", "message": "m ü", "path": "/a", "help": "h", "findings": [{"code": "D-001"}]}
    error = cls(json.dumps(facts))
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is cls and str(again) == str(error) == "D-001: m ü at /a"
        assert (again.code, again.message, again.path, again.help) == ("D-001", "m ü", "/a", "h")
        assert again.findings == [{"code": "D-001"}]


def test_every_problem_at_once_with_its_place():
    text = '{"isms": "1",\n "organisation": {"name": 7},\n "assets": {"A 1": {}}}'
    error = caught(Isms.from_json, text)
    assert [f["code"] for f in error.findings] == ["D-009", "D-011", "D-008", "D-008"]
    assert (error.code, error.path) == ("D-009", "/organisation/name")
    assert (error.findings[0]["line"], error.findings[0]["column"]) == (2, 27)
    assert isms.locate(text, "/organisation/name") == (2, 27)


def test_help():
    error = caught(assessment().report, "sumary")
    assert error.help == "did you mean `summary`?"


@pytest.mark.parametrize("option", ["max_bytes", "max_depth", "max_items"])
def test_limits_are_whole_numbers(option):
    with pytest.raises(TypeError, match=option):
        Isms.from_json("{}", **{option: 1.5})
    with pytest.raises(TypeError, match=option):
        Isms.from_json("{}", **{option: True})
    # More than any machine has is no limit.
    assert Isms.from_json(json.dumps(acme()), **{option: 10**30})


def test_the_day_is_a_day():
    read = Isms.from_dict(acme())
    with pytest.raises(TypeError, match="not an instant"):
        read.assess(datetime.datetime(2026, 3, 31))
    with pytest.raises(TypeError):
        read.assess(20260331)
    with pytest.raises(TypeError):
        read.assess()
    assert read.assess(datetime.date(2026, 3, 31)).report("all") == read.assess("2026-03-31").report("all")
