"""Data Docs: a site that opens anywhere and shows nobody."""

from pathlib import Path

import pytest
from sale_table import PERSON, Check

from expectations.runner import build_data_docs

NOT_NULL = "expect_column_values_to_not_be_null"

SHOWING = [
    {"expect": NOT_NULL, "column": "sale_key"},
    {"expect": "expect_column_values_to_be_in_set", "column": "customer_name", "value_set": ["Anna"]},
    {"expect": "expect_column_max_to_be_between", "column": "amount", "max_value": 1},
    {"expect": "unexpected_rows", "query": "select customer_name from {batch}", "finds": "customers"},
    {"expect": "unexpected_rows", "query": "select customer_name::int from {batch}", "finds": "customers"},
    {
        "expect": "unexpected_rows",
        "query": "select *, 'x' as reason from {batch}",
        "finds": "customers",
        "tell": ["reason"],
    },
]


@pytest.mark.parametrize("fields", SHOWING)
def test_no_page_and_no_kept_result_holds_a_value_of_a_row(
    tmp_path: Path, check: Check, fields: dict[str, object]
) -> None:
    assert not check(**fields).success
    index = build_data_docs(tmp_path / "results", tmp_path / "docs")
    assert index == tmp_path / "docs" / "index.html"
    written = [*(tmp_path / "docs").rglob("*.html"), *(tmp_path / "results").rglob("*.json")]
    assert len(written) == 5  # index, suite and validation page; results of the layer and of the table
    for path in written:
        text = path.read_text("utf-8")
        assert PERSON not in text, path
        assert "Bert" not in text, path


def test_the_pages_say_what_is_expected_how_grave_and_why(tmp_path: Path, check: Check) -> None:
    check(severity="warning", expect=NOT_NULL, column="sale_key")
    index = build_data_docs(tmp_path / "results", tmp_path / "docs")
    text = index.read_text("utf-8")
    for said in ("the_check", "warning", "1 of 5 rows are null", "Because it matters."):
        assert said in text
    (page,) = (tmp_path / "docs" / "validations").rglob("*.html")
    said = "[warning] the_check: Of sale_key, no rows are null. Because it matters."
    assert said in page.read_text("utf-8")
    assert page.relative_to(tmp_path / "docs").as_posix().replace(" ", "%20") in text


def test_the_pages_load_nothing_from_elsewhere(tmp_path: Path, check: Check) -> None:
    check(expect=NOT_NULL, column="sale_key")
    build_data_docs(tmp_path / "results", tmp_path / "docs")
    for page in (tmp_path / "docs").rglob("*.html"):
        assert "http" not in page.read_text("utf-8").replace("http-equiv", "")


def test_a_new_site_replaces_the_old_one(tmp_path: Path, check: Check) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "old.html").write_text("old")
    check(expect=NOT_NULL, column="sale_key")
    build_data_docs(tmp_path / "results", tmp_path / "docs")
    assert not (tmp_path / "docs" / "old.html").exists()
