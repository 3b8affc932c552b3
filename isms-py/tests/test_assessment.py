"""Assessments and their rows."""

import csv
import datetime
import html.parser
import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import isms
import pytest
from acme import acme
from isms import Isms


@pytest.fixture(scope="module")
def assessment():
    return Isms.from_dict(acme()).assess("2026-03-31")


def test_needs_flow_down(assessment):
    needs = {(row["asset"], row["dimension"]): row["effective"] for row in assessment.needs()}
    assert needs["A-1", "confidentiality"] == needs["A-2", "confidentiality"] == "high"
    assert needs["A-2", "integrity"] is None


ROWS = [
    "register",
    "credits",
    "needs",
    "capabilities",
    "worth",
    "common_causes",
    "suggestions",
    "enterprise",
    "methods",
    "soa",
    "findings",
    "heat_map",
]


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_the_report(assessment, name):
    rows = getattr(assessment, name)()
    assert isinstance(rows, isms.Rows)
    assert rows.to_dicts() == list(rows) == json.loads(assessment.report(name.replace("_", "-")))


def test_summary_and_day(assessment):
    summary = assessment.summary()
    assert summary["assets"] == assessment.isms.counts["assets"] == 2
    assert summary["digest"] == assessment.isms.digest
    assert assessment.as_of == datetime.date(2026, 3, 31) and summary["as_of"] == "2026-03-31"
    assert repr(assessment) == "<Assessment of 'Acme <b>&</b> Söhne' as of 2026-03-31>"


def test_every_report_there_is(assessment):
    for name in isms.reports():
        assert json.loads(assessment.report(name)) is not None
    assert len(list(csv.reader(io.StringIO(assessment.report("soa", "csv").decode())))) == 1 + 93


def test_listed_findings_are_limited_and_counted():
    assets = {f"A-{n}": {"name": "x", "kind": "software"} for n in range(7)}
    read = Isms.from_dict(acme(assets=assets))
    assert sum(row["code"] == "G-02" for row in read.assess("2026-03-31").findings()) == 7
    few = [row for row in read.assess("2026-03-31", max_listed=2).findings() if row["code"] == "G-02"]
    assert [row["total"] for row in few] == [7, 7]


def test_threads_change_nothing_but_the_time():
    read = Isms.from_dict(acme(assets={f"A-{n}": {"name": "x", "kind": "software"} for n in range(50)}))
    alone = read.assess("2026-03-31")
    for threads in (0, 2, 10**30):
        assert read.assess("2026-03-31", threads=threads).report("all", "json") == alone.report("all", "json")
    with pytest.raises(TypeError):
        read.assess("2026-03-31", threads=True)
    with pytest.raises(TypeError, match="as_of is a date"):
        read.assess(20260331)


def test_rows_are_a_sequence(assessment):
    rows = assessment.soa()
    assert len(rows) == 93
    assert rows[0]["control"] == "iso27001-2022:A.5.1" and rows[-1] == rows[92]
    assert isinstance(rows[3:5], isms.Rows) and rows[3:5].to_dicts() == [rows[3], rows[4]]
    assert rows[0] in rows and rows.index(rows[4]) == 4
    assert rows == assessment.soa() and rows != rows[1:]
    assert rows.columns == list(rows[0])
    with pytest.raises(IndexError):
        rows[93]
    rows[0]["control"] = "other"
    assert rows[0]["control"] == "iso27001-2022:A.5.1"


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_notebooks_see_escaped_and_capped_tables(assessment):
    shown = Tags(assessment._repr_html_())
    assert "b" not in shown.tags and "Acme <b>&</b> Söhne" in shown.texts
    rows = isms.Rows([{"name": "<script>", "list": ["<i>"], "none": None}] * 200)
    shown = Tags(rows._repr_html_())
    assert shown.tags.count("tr") == 51 and not {"script", "i"} & set(shown.tags)
    assert "150 more rows" in shown.texts and '["<i>"]' in shown.texts
    assert Tags(isms.Rows([])._repr_html_()).tags


def test_the_page_is_text(assessment):
    page = assessment.to_html()
    assert page.lower().startswith("<!doctype html>") and "<b>&</b>" not in page


def test_threads_share_a_document():
    read = Isms.from_dict(acme())
    expected = read.assess("2026-03-31").report("all")
    barrier = threading.Barrier(8)

    def work(n):
        barrier.wait()
        again = Isms.from_json(read.to_json())
        assert again == read and hash(again) == hash(read)
        return [read.assess("2026-03-31").report("all") for _ in range(5)]

    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(work, range(8)):
            assert set(answers) == {expected}


def test_others_run_while_a_document_is_read():
    """Without the interpreter's lock, this thread goes on while another one reads.

    Only moments in the middle half of the reading count. A busy machine may not wake this thread then, hence the trials.
    """
    item = "[" * 100 + "]" * 100
    for trial in range(6):
        text = '{"isms":"1","organisation":{"name":"A"},"x":[' + ",".join([item] * (5_000 << trial)) + "]}"
        moments, reading = [], []

        def read(text=text, reading=reading):
            reading.append(time.monotonic())
            Isms.from_json(text, preserve_unknown=True)
            reading.append(time.monotonic())

        thread = threading.Thread(target=read)
        thread.start()
        while thread.is_alive():
            moments.append(time.monotonic())
            time.sleep(0.0005)
        thread.join()
        start, end = reading
        quarter = (end - start) / 4
        if any(start + quarter < moment < end - quarter for moment in moments):
            return
    pytest.fail("nothing else ran")


def test_codes_and_schema():
    assert "D-007" in isms.codes() and len(set(isms.codes())) == len(isms.codes())
    assert {isms.explain(code)["code"] for code in isms.codes()} == set(isms.codes())
    assert isms.schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert isms.locate("{", "/x") is None


def test_every_method_that_ships_can_be_used():
    for name in isms.shipped_methods():
        document = {"isms": "1", "organisation": {"name": "Acme"}, "shipped_methods": [name]}
        rows = isms.Isms.from_dict(document).assess(as_of="2026-03-31").methods()
        assert [row["method"] for row in rows] == [name]
        assert rows[0]["verification"] == isms.shipped_method(name)["method"]["provenance"]["verification"]
        assert rows[0]["unsound"] == 0
    with pytest.raises(isms.NotFoundError) as error:
        isms.shipped_method("nist-800-30")
    assert error.value.code == "M-013"
