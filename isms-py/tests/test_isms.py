"""Reading, writing, equality, copies."""

import copy
import datetime
import decimal
import json
import pathlib
import pickle
from collections import UserDict
from types import MappingProxyType

import isms
import pytest
from acme import acme
from isms import Isms


def test_json_yaml_and_dictionaries_say_the_same():
    text = json.dumps(acme())
    read = Isms.from_json(text)
    assert read == Isms.from_json(text.encode()) == Isms.from_json(bytearray(text.encode())) == Isms.from_dict(acme())
    # JSON is YAML.
    assert read == Isms.from_yaml(text)
    assert read.to_json() == Isms.from_json(read.to_json()).to_json()
    assert Isms.from_dict(read.to_dict()) == read


def test_files_are_read_by_their_suffix(tmp_path: pathlib.Path):
    text = json.dumps(acme())
    yaml = "isms: '1'\norganisation: {name: Acme}\n"
    (tmp_path / "a.json").write_text(text, "utf-8")
    (tmp_path / "a.YAML").write_text(yaml, "utf-8")
    assert isms.read(tmp_path / "a.json") == Isms.read(str(tmp_path / "a.json")) == Isms.from_dict(acme())
    assert isms.read(tmp_path / "a.YAML").organisation == "Acme"
    with pytest.raises(FileNotFoundError):
        isms.read(tmp_path / "none.json")
    (tmp_path / "b.json").write_text(yaml, "utf-8")
    with pytest.raises(isms.DocumentError):
        isms.read(tmp_path / "b.json")
    with pytest.raises(isms.DocumentError):
        isms.read(tmp_path / "a.json", max_bytes=10)


def test_one_line_of_counts():
    read = Isms.from_dict(acme())
    assert repr(read) == "<Isms 'Acme <b>&</b> Söhne': 2 assets, 0 risks, 0 controls>"
    assert read.counts["assets"] == 2
    # The three of the information security triad are always there.
    assert read.counts["dimensions"] == 3


def test_every_collection_of_the_schema_is_counted():
    single = {"isms", "organisation", "scope", "soa"}
    assert set(Isms.from_dict(acme()).counts) == set(isms.schema()["properties"]) - single


def test_equality_and_hash_go_by_the_digest():
    one, other = Isms.from_dict(acme()), Isms.from_dict(acme(assets={}))
    again = Isms.from_dict(dict(reversed(acme().items())))
    assert one == again and hash(one) == hash(again) and one.digest == again.digest
    assert one != other and one != "Acme" and len({one, again, other}) == 2
    assert len(one.digest) == 64 and int(one.digest, 16)


def test_it_can_be_pickled_and_copied():
    read = Isms.from_dict(acme())
    assert pickle.loads(pickle.dumps(read)) == read
    assert copy.copy(read) == copy.deepcopy(read) == read
    assessment = read.assess("2026-03-31", max_listed=1)
    again = pickle.loads(pickle.dumps(assessment))
    assert again.as_of == assessment.as_of and again.isms == read
    assert again.report("all") == assessment.report("all")
    assert copy.deepcopy(assessment).report("all") == assessment.report("all")


def test_what_was_read_with_raised_limits_can_be_pickled():
    deep = '{"a":' * 200 + "1" + "}" * 200
    text = json.dumps(acme())[:-1] + f',"x":{deep}' + "}"
    with pytest.raises(isms.DocumentError):
        Isms.from_json(text, preserve_unknown=True)
    read = Isms.from_json(text, preserve_unknown=True, max_depth=300)
    assert pickle.loads(pickle.dumps(read)) == read


def test_there_is_no_empty_isms():
    with pytest.raises(TypeError, match="from_json"):
        Isms()
    with pytest.raises(TypeError, match=r"Isms\.assess"):
        isms.Assessment()


@pytest.mark.parametrize("text", [5, None, ["a"], 1.5])
def test_a_text_is_text(text):
    with pytest.raises(TypeError, match="str or bytes"):
        Isms.from_json(text)


# What only Python can say.


def refused(document, **options):
    with pytest.raises(isms.DocumentError) as caught:
        Isms.from_dict(document, **options)
    assert all(f["line"] is None and f["column"] is None for f in caught.value.findings)
    return [(finding["code"], finding["path"]) for finding in caught.value.findings]


def test_dates_and_decimals_are_written_as_the_format_writes_them():
    ratings = {"a": decimal.Decimal("2.50"), "b": decimal.Decimal("1E+2")}
    scale = {"levels": [{"id": level, "rating": rating} for level, rating in ratings.items()]}
    policy = {"title": "policy", "kind": "information-security", "approved_on": datetime.date(2026, 1, 2)}
    written = Isms.from_dict(acme(scales={"s": scale}, policies={"P-1": policy})).to_dict()
    assert [level["rating"] for level in written["scales"]["s"]["levels"]] == ["2.5", "100"]
    assert written["policies"]["P-1"]["approved_on"] == "2026-01-02"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused_with_its_path(value):
    assert refused(acme(x={"y": [1, value]})) == [("D-014", "/x/y/1")]


def test_numbers_python_does_not_write_are_refused():
    assert refused(acme(x=10**5000)) == [("D-014", "/x")]


def test_keys_are_strings():
    found = refused(acme(**{"x/~": {3.10: 1, None: 2, "ok": {(1, 2): 3}}}))
    assert found == [("D-021", "/x~1~0/3.1"), ("D-021", "/x~1~0/None"), ("D-021", "/x~1~0/ok/(1, 2)")]
    assert refused({10**5000: 1}) == [("D-021", "/…")]


def test_instants_sets_and_objects_are_no_values():
    found = refused(acme(x=[datetime.datetime(2026, 1, 2), {1}, object(), b"x"]))
    assert found == [("D-009", f"/x/{n}") for n in range(4)]


def test_other_mappings_will_do():
    assert Isms.from_dict(MappingProxyType(acme())) == Isms.from_dict(UserDict(acme())) == Isms.from_dict(acme())
    with pytest.raises(TypeError, match="mapping"):
        Isms.from_dict([acme()])


def test_depth_and_cycles_are_refused_within_the_limit():
    deep = inner = []
    for _ in range(10**5):
        inner.append([])
        inner = inner[0]
    ((code, path),) = refused(acme(x=deep))
    assert code == "D-004" and path.startswith("/x/0/0")
    cycle = acme()
    cycle["x"] = [cycle, cycle]
    assert refused(cycle)[0][0] == "D-004"
    # Freed from the inside, since an interpreter need not survive freeing it from the outside.
    while deep:
        deep = deep.pop()


def test_shared_parts_count_as_often_as_they_are_written():
    laughs = ["ha"] * 10
    for _ in range(20):
        laughs = [laughs] * 10
    assert refused(acme(x=laughs), max_bytes=100_000) == [("D-003", "")]


def test_dictionaries_have_the_limits_of_texts():
    assert refused(acme(), max_items=1)[0][0] == "D-005"
    assert refused(acme(), max_bytes=100) == [("D-003", "")]
