from datetime import date
from pathlib import Path

import pytest

from orchestration.ingestion import DeclarationError, available_connectors, load_connector

GOOD = """
[connector]
source = "shop"
title = "A shop"
delivery = "files"
business_date = 1994-02-28
[defaults]
delimiter = ";"
[tables.sale]
system = "till"
columns = ["id", "amount"]
file = "sale.asc"
new_columns = "land"
missing_columns = "hold"
[tables.refund]
system = "till"
columns = ["id"]
file = "refund.asc"
encoding = "latin-1"
"""


def write(root: Path, text: str, folder: str = "shop") -> Path:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / "connector.toml").write_text(text, encoding="utf-8")
    return root


def test_a_connector_says_what_its_files_must_have(tmp_path: Path) -> None:
    connector = load_connector("shop", write(tmp_path, GOOD))
    assert (connector.source, connector.title, connector.delivery) == ("shop", "A shop", "files")
    assert connector.business_date == date(1994, 2, 28)
    sale, refund = connector.tables["sale"], connector.tables["refund"]
    assert (sale.columns, sale.file, sale.system) == (("id", "amount"), "sale.asc", "till")
    assert (sale.form.delimiter, sale.form.encoding) == (";", "utf-8")
    assert (refund.form.delimiter, refund.form.encoding) == (";", "latin-1")


def test_connectors_are_found_by_their_folders(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "no_connector").mkdir()
    assert available_connectors(tmp_path) == ["shop"]


@pytest.mark.parametrize("source", available_connectors())
def test_the_connectors_of_the_project_can_be_loaded(source: str) -> None:
    assert load_connector(source).tables


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('source = "shop"', 'source = "other"', "connector.source: is 'other' in a folder named 'shop'"),
        (
            'delivery = "files"',
            'delivery = "mail"',
            "connector.delivery: 'mail' is not known; use one of manifest, files",
        ),
        ("business_date = 1994-02-28", "", "connector.business_date: must be a date, is missing"),
        ("business_date = 1994-02-28", 'business_date = "1994-02-30"', "connector.business_date: must be a date"),
        ('delimiter = ";"', 'delimiter = ";;"', "defaults.delimiter: ';;' cannot separate fields; use one character"),
        ('encoding = "latin-1"', 'encoding = "klingon"', "tables.refund.encoding: 'klingon' is not known; use"),
        ('columns = ["id"]', "columns = []", "tables.refund.columns: must be a list of names"),
        ('columns = ["id"]', 'columns = ["id", "ID"]', "tables.refund.columns: names a column twice"),
        ('file = "refund.asc"', "", "tables.refund.file: must be a text, is missing"),
        ('new_columns = "land"', 'new_columns = "drop"', "tables.sale.new_columns: 'drop' is not known"),
        ('missing_columns = "hold"', 'mising_columns = "hold"', "tables.sale.mising_columns: is not a known field"),
        ("[tables.refund]", '[tables."../refund"]', "tables.../refund: is not a table name"),
        ("[connector]", "[connector", "is not TOML"),
    ],
)
def test_an_error_names_file_field_and_remedy(tmp_path: Path, old: str, new: str, expected: str) -> None:
    root = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(DeclarationError) as error:
        load_connector("shop", root)
    message = str(error.value)
    assert message.startswith(f"{root}/shop/connector.toml: ")
    assert expected in message
    assert "\n" not in message
    assert "; " in message


@pytest.mark.parametrize("source", ["bank", "../shop", ""])
def test_an_unknown_connector_is_told_with_the_known_ones(tmp_path: Path, source: str) -> None:
    with pytest.raises(DeclarationError, match="use one of: shop"):
        load_connector(source, write(tmp_path, GOOD))
