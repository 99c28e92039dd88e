"""Reads the suites: one YAML file per table, `<layer>/<table>.yml`.

A raw table is named `<source>__<table>`, every other one as in the database. A suite holds expectations by
name; the name is the stable identity of a check. Each says what it expects (the name that Great Expectations
gives it, or `unexpected_rows` for a query that must find nothing), its severity and the reason for it.
A suite, or a check, with an `entity` of the input contract applies to the sources whose connectors fill it: a run of
sources of the market alone has no transactions, and is none the worse for it.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DBT_PROJECT = FOLDER.parent / "dbt_project" / "dbt_project.yml"
LAYERS = ("raw", "staging", "warehouse", "marts")
SEVERITIES = ("critical", "warning")

ROW_QUERY = "unexpected_rows"
ROW_COUNT = "expect_table_row_count_to_be_between"

# What can be expected: the arguments that an expectation needs, and those that it may have.
_BOUNDS = frozenset({"min_value", "max_value", "strict_min", "strict_max"})
EXPECTATIONS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    ROW_COUNT: (frozenset(), _BOUNDS),
    "expect_column_values_to_not_be_null": (frozenset({"column"}), frozenset({"mostly"})),
    "expect_column_values_to_be_in_set": (frozenset({"column", "value_set"}), frozenset({"mostly"})),
    "expect_column_values_to_be_between": (frozenset({"column"}), _BOUNDS | {"mostly"}),
    "expect_column_pair_values_a_to_be_greater_than_b": (
        frozenset({"column_A", "column_B"}),
        frozenset({"or_equal", "mostly"}),
    ),
    "expect_column_max_to_be_between": (frozenset({"column"}), _BOUNDS),
    "expect_column_mean_to_be_between": (frozenset({"column"}), _BOUNDS),
    ROW_QUERY: (frozenset({"query"}), frozenset({"tell"})),
}

# Those that count the rows that do not meet them.
ROW_WISE = frozenset(
    {
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_between",
        "expect_column_pair_values_a_to_be_greater_than_b",
    }
)

# The columns whose values a failed check may show: they name files and tables, never a person.
TELLABLE = frozenset(
    {
        "entity_code",
        "line_code",
        "month",
        "new_columns",
        "period_code",
        "product_group",
        "reason",
        "scheme_code",
        "share",
        "source_file",
        "source_system",
        "table_name",
        "wave_number",
    }
)

_SUITE_FIELDS = {"sources", "entity", "expectations"}
_CHECK_FIELDS = {"expect", "severity", "reason", "finds", "sources", "entity"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class SuiteError(ValueError):
    """A suite that cannot be used: names the file and the field, and says what is wrong with it."""


@dataclass(frozen=True)
class CheckSpec:
    """One expectation of one table."""

    layer: str
    table: str
    name: str
    severity: str
    reason: str
    expect: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    finds: str | None = None
    sources: frozenset[str] = frozenset()

    def applies_to(self, sources: frozenset[str]) -> bool:
        """Whether a run of these sources has what the check looks at; no source named means any."""
        return not self.sources or bool(self.sources & sources)


def all_checks(folder: Path = FOLDER) -> list[CheckSpec]:
    """Every check of every layer, in the order of the layers, tables by name."""
    return [check for layer in LAYERS for check in load_layer(layer, folder)]


def load_layer(layer: str, folder: Path = FOLDER) -> list[CheckSpec]:
    """The checks of one layer, tables by name, each table's in the order of its file."""
    if layer not in LAYERS:
        raise ValueError(f"{layer!r} is not a layer; layers are {', '.join(LAYERS)}")
    paths = sorted((folder / layer).glob("*.yml"))
    return [check for path in paths for check in _load_suite(path, layer)]


def _load_suite(path: Path, layer: str) -> list[CheckSpec]:
    where = f"{layer}/{path.name}"
    try:
        content = _UniqueKeys(path.read_text(encoding="utf-8")).get_single_data()
    except yaml.YAMLError as error:
        raise SuiteError(f"{where}: not readable as YAML: {' '.join(str(error).split())}") from error
    suite = _mapping(content, where)
    _only(suite, _SUITE_FIELDS, where)
    sources = _sources(suite, where)
    if layer == "raw" and "__" in path.stem:
        sources = frozenset({path.stem.split("__")[0]})
    checks = _mapping(suite.get("expectations"), f"{where}: expectations")
    return [_check(layer, path.stem, name, raw, sources, where) for name, raw in checks.items()]


def _check(layer: str, table: str, name: object, raw: object, sources: frozenset[str], where: str) -> CheckSpec:
    at = f"{where}: expectations.{name}"
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SuiteError(f"{at}: a name is lower case letters, digits and underscores")
    content = _mapping(raw, at)
    expect = _text(content, "expect", at)
    if expect not in EXPECTATIONS:
        raise SuiteError(f"{at}.expect: {expect!r} is not one of {', '.join(sorted(EXPECTATIONS))}")
    severity = _text(content, "severity", at)
    if severity not in SEVERITIES:
        raise SuiteError(f"{at}.severity: {severity!r} is not one of {', '.join(SEVERITIES)}")
    needed, allowed = EXPECTATIONS[expect]
    _only(content, _CHECK_FIELDS | needed | allowed, at)
    arguments = {key: value for key, value in content.items() if key not in _CHECK_FIELDS}
    for missing in sorted(needed - arguments.keys()):
        raise SuiteError(f"{at}.{missing}: missing; {expect} needs it")
    _check_arguments(expect, arguments, at)
    return CheckSpec(
        layer=layer,
        table=table,
        name=name,
        severity=severity,
        reason=_text(content, "reason", at),
        expect=expect,
        arguments=arguments,
        finds=_finds(content, expect, at),
        sources=_sources(content, at) or sources,
    )


def _check_arguments(expect: str, arguments: Mapping[str, Any], at: str) -> None:
    if _BOUNDS & EXPECTATIONS[expect][1] and not {"min_value", "max_value"} & arguments.keys():
        raise SuiteError(f"{at}: min_value or max_value is missing; without them nothing is expected")
    mostly = arguments.get("mostly", 1)
    if not isinstance(mostly, int | float) or not 0 < mostly <= 1:
        raise SuiteError(f"{at}.mostly: {mostly!r} is not a share above 0 and up to 1")
    if not isinstance(arguments.get("value_set", []), list):
        raise SuiteError(f"{at}.value_set: must be a list")
    if expect == ROW_QUERY and "{batch}" not in str(arguments["query"]):
        raise SuiteError(f"{at}.query: must read from {{batch}}, which stands for the table")
    for column in arguments.get("tell", []):
        if column not in TELLABLE:
            raise SuiteError(f"{at}.tell: {column!r} may show a person; only {', '.join(sorted(TELLABLE))} may")


def _finds(content: Mapping[Any, Any], expect: str, at: str) -> str | None:
    """What is wrong with the rows that are counted: a query must say it, other expectations of rows may."""
    if expect == ROW_QUERY:
        return _text(content, "finds", at)
    if "finds" in content and expect not in ROW_WISE:
        raise SuiteError(f"{at}.finds: {expect} counts no rows that it could be said of")
    return _text(content, "finds", at) if "finds" in content else None


def _mapping(value: object, at: str) -> dict[Any, Any]:
    if not isinstance(value, dict) or not value:
        raise SuiteError(f"{at}: must be a mapping with something in it")
    return value


def _only(content: Mapping[Any, Any], fields: set[str] | frozenset[str], at: str) -> None:
    for key in content:
        if key not in fields:
            raise SuiteError(f"{at}.{key}: unknown; what may stand here is {', '.join(sorted(fields))}")


def _text(content: Mapping[Any, Any], key: str, at: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise SuiteError(f"{at}.{key}: missing, it must be a text")
    return " ".join(value.split())


def _sources(content: Mapping[Any, Any], at: str) -> frozenset[str]:
    """The sources that are named, or else those whose connectors fill the entity; none where neither is named."""
    value = content.get("sources", [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SuiteError(f"{at}.sources: must be a list of source names")
    if value or "entity" not in content:
        return frozenset(value)
    entity = _text(content, "entity", at)
    filled = frozenset(source for source, entities in _entities().items() if entity in entities)
    if not filled:
        raise SuiteError(f"{at}: entity: no connector fills {entity!r}")
    return filled


@cache
def _entities() -> dict[str, list[str]]:
    connectors = yaml.safe_load(DBT_PROJECT.read_text(encoding="utf-8"))["vars"]["connectors"]
    return {source: connector["entities"] for source, connector in connectors.items()}


class _UniqueKeys(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error, not an overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)
