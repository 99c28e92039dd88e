"""Connectors: what a source delivers, declared in `<staging>/<source>/connector.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.ingestion.declaration import FORM_FIELDS, TABLE_NAME, Declaration, FileForm
from orchestration.ingestion.errors import DeclarationError, one_line

CONNECTORS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "staging"
DELIVERIES = ("manifest", "files")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a source: the columns its files must have, and how they are written."""

    name: str
    system: str
    columns: tuple[str, ...]
    form: FileForm
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Connector:
    """A source: `delivery` says whether files come with manifests or under fixed names."""

    source: str
    title: str
    delivery: str
    tables: Mapping[str, Table]
    reporting_currency: str = "CNY"
    business_date: date | None = None


def available_connectors(root: Path = CONNECTORS) -> list[str]:
    """The sources that have a connector, in alphabetical order."""
    return sorted(path.parent.name for path in root.glob("*/connector.toml"))


def load_connector(source: str, root: Path = CONNECTORS) -> Connector:
    """The connector of a source; raises DeclarationError that names file, field and remedy."""
    path = root / source / "connector.toml"
    if not TABLE_NAME.fullmatch(source) or not path.is_file():
        known = ", ".join(available_connectors(root)) or "none"
        raise DeclarationError(f"{path}: there is no connector {source!r}; use one of: {known}")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: is not TOML ({one_line(error)}); correct it") from error
    return _connector(Declaration(str(path), values), source)


def _connector(document: Declaration, folder: str) -> Connector:
    document.allow_only(("connector", "defaults", "tables"))
    head = document.part("connector")
    head.allow_only(("source", "title", "delivery", "business_date", "reporting_currency"))
    source = head.name("source")
    if source != folder:
        raise head.error("source", f"is {source!r} in a folder named {folder!r}", "give both the same name")
    delivery = head.choice("delivery", DELIVERIES)
    defaults = document.part("defaults", {})
    defaults.allow_only(FORM_FIELDS)
    form = defaults.form(FileForm())
    tables = document.part("tables")
    if not tables.values:
        raise tables.error("", "names no table", "add a section [tables.<name>] for each file")
    return Connector(
        source=source,
        title=head.text("title", source),
        delivery=delivery,
        tables={name: _table(tables, name, delivery, form) for name in tables.values},
        reporting_currency=head.text("reporting_currency", "CNY"),
        business_date=head.day("business_date") if delivery == "files" else None,
    )


def _table(tables: Declaration, name: str, delivery: str, default: FileForm) -> Table:
    if not TABLE_NAME.fullmatch(name):
        raise tables.error(name, "is not a table name", "use lower case letters, digits and underscores")
    entry = tables.part(name)
    entry.allow_only(("system", "columns", "new_columns", "missing_columns", "file", *FORM_FIELDS))
    entry.choice("new_columns", ("land",), "land")
    entry.choice("missing_columns", ("hold",), "hold")
    return Table(
        name=name,
        system=entry.name("system"),
        columns=entry.texts("columns"),
        form=entry.form(default),
        file=entry.text("file") if delivery == "files" else None,
    )
