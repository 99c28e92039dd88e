"""Errors in a suite name the file and the field, and say what may stand there."""

from pathlib import Path

import pytest

from expectations.suites import SuiteError, all_checks, load_layer

GOOD = """
expectations:
  key_is_filled:
    expect: expect_column_values_to_not_be_null
    column: key
    severity: critical
    reason: Keys join.
"""

WRONG = [
    (
        GOOD.replace("critical", "grave"),
        "expectations.key_is_filled.severity: 'grave' is not one of",
    ),
    (GOOD.replace("    reason: Keys join.\n", ""), "expectations.key_is_filled.reason: missing"),
    (
        GOOD.replace("not_be_null", "be_fine"),
        "expectations.key_is_filled.expect: 'expect_column_values_to_be",
    ),
    (
        GOOD.replace("column:", "colunm:"),
        "expectations.key_is_filled.colunm: unknown; what may stand here",
    ),
    (
        GOOD.replace("    column: key\n", ""),
        "expectations.key_is_filled.column: missing; expect_column_values_to",
    ),
    (GOOD + "    mostly: 99\n", "expectations.key_is_filled.mostly: 99 is not a share"),
    (GOOD + "    sources: demo\n", "expectations.key_is_filled.sources: must be a list"),
    (GOOD.replace("key_is_filled", "Key is filled"), "expectations.Key is filled: a name is lower case"),
    (GOOD + GOOD.split("expectations:\n")[1], "'key_is_filled' stands twice"),
    (GOOD + "sources: [demo\n", "not readable as YAML"),
    (GOOD + "suorces: [demo]\n", "suorces: unknown; what may stand here is entity, expectations, sources"),
    ("expectations: []\n", "expectations: must be a mapping with something in it"),
    (
        "expectations: {many: {expect: expect_table_row_count_to_be_between, severity: warning, reason: So.}}",
        "expectations.many: min_value or max_value is missing",
    ),
    (
        "expectations: {none: {expect: unexpected_rows, query: select 1, finds: x, severity: warning, reason: So.}}",
        "expectations.none.query: must read from {batch}",
    ),
    (GOOD + "    finds: 7\n", "expectations.key_is_filled.finds: missing, it must be a text"),
    (
        "expectations: {many: {expect: expect_table_row_count_to_be_between, min_value: 1, finds: rows, "
        "severity: warning, reason: So.}}",
        "expectations.many.finds: expect_table_row_count_to_be_between counts no rows",
    ),
    (
        "expectations: {none: {expect: unexpected_rows, query: 'select full_name from {batch}', "
        "finds: names, tell: [full_name], severity: warning, reason: So.}}",
        "expectations.none.tell: 'full_name' may show a person",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_an_error_names_file_and_field(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, "marts/some_mart.yml", text)
    with pytest.raises(SuiteError) as caught:
        load_layer("marts", tmp_path)
    assert str(caught.value).startswith("marts/some_mart.yml")
    assert message in str(caught.value)


def test_a_layer_must_exist() -> None:
    with pytest.raises(ValueError, match="'stagging' is not a layer; layers are raw, staging"):
        load_layer("stagging")


def test_checks_come_in_the_order_of_the_layers(tmp_path: Path) -> None:
    for path in ("marts/b.yml", "marts/a.yml", "staging/c.yml", "raw/demo__d.yml"):
        write(tmp_path, path, GOOD)
    assert [f"{check.layer}.{check.table}" for check in all_checks(tmp_path)] == [
        "raw.demo__d",
        "staging.c",
        "marts.a",
        "marts.b",
    ]


def test_sources_of_an_expectation_win_over_those_of_its_suite(tmp_path: Path) -> None:
    write(tmp_path, "marts/a.yml", GOOD + "sources: [demo]\n")
    write(tmp_path, "marts/b.yml", GOOD + "    sources: [berka]\nsources: [demo]\n")
    write(tmp_path, "marts/c.yml", GOOD)
    of_suite, of_expectation, of_nobody = load_layer("marts", tmp_path)
    assert of_suite.applies_to(frozenset({"demo", "other"}))
    assert not of_suite.applies_to(frozenset({"berka"}))
    assert of_expectation.applies_to(frozenset({"berka"}))
    assert of_nobody.applies_to(frozenset({"berka"}))


def test_a_raw_suite_belongs_to_its_source(tmp_path: Path) -> None:
    write(tmp_path, "raw/berka__trans.yml", GOOD)
    (check,) = load_layer("raw", tmp_path)
    assert check.sources == {"berka"}


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_suite_with_an_entity_applies_to_the_sources_that_fill_it(tmp_path: Path) -> None:
    write(tmp_path, "marts/b.yml", GOOD + "entity: market_share\n")
    (check,) = load_layer("marts", tmp_path)
    assert check.sources == {"demo", "fdic_sod"}
    assert not check.applies_to(frozenset({"berka", "cfpb_complaints"}))


def test_an_expectation_may_ask_for_an_entity_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "marts/b.yml", GOOD + "    entity: employee_assignment\nentity: customer\n")
    (check,) = load_layer("marts", tmp_path)
    assert check.sources == {"demo"}


def test_an_entity_that_nobody_fills_is_told(tmp_path: Path) -> None:
    write(tmp_path, "marts/b.yml", GOOD + "entity: weather\n")
    with pytest.raises(SuiteError, match=r"marts/b.yml: entity: no connector fills 'weather'"):
        load_layer("marts", tmp_path)
