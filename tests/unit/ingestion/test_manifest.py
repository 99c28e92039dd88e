import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestration.ingestion import DeclarationError
from orchestration.ingestion.declaration import FileForm
from orchestration.ingestion.manifest import DeliveredFile, read_manifest
from tests.unit.ingestion.deliveries import deliver, entry

FOLDER = "shop/till/2024-01-31"


def read(folder: Path, **forms: FileForm) -> list[DeliveredFile]:
    return read_manifest(folder / "manifest.json", "shop", FOLDER, forms)


def test_a_manifest_says_all_about_its_files(tmp_path: Path) -> None:
    form = {"format": "csv", "delimiter": "|", "encoding": "latin-1", "compression": "gzip"}
    total = {"control_column": "amount", "control_total": "12.50"}
    [file] = read(deliver(tmp_path, {}, [entry("a.gz", 7, **form, **total)]))
    assert file.form == FileForm("csv", "|", "latin-1", "gzip")
    assert (file.rows, file.control_column, file.control_total) == (7, "amount", Decimal("12.50"))
    assert (file.business_date, file.delivered_on) == (date(2024, 1, 31), date(2024, 1, 31))
    assert (file.file, file.kind, file.system) == (f"{FOLDER}/a.gz", "delta", "till")


def test_what_a_manifest_leaves_open_is_as_the_connector_says(tmp_path: Path) -> None:
    folder = deliver(tmp_path, {}, [entry("a", encoding="gb18030"), entry("b", table="refund")])
    first, second = read(folder, sale=FileForm(delimiter=";"))
    assert (first.form.delimiter, first.form.encoding) == (";", "gb18030")
    assert second.form == FileForm()
    assert (first.rows, first.control_total) == (None, None)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"file": "../../../../outside.csv"}, "files[0].file: '../../../../outside.csv' leaves the delivery folder"),
        ({"file": "/etc/passwd"}, "files[0].file: '/etc/passwd' leaves the delivery folder"),
        ({"file": "a\x00b"}, "leaves the delivery folder"),
        ({"file": "link.csv"}, "files[0].file: 'link.csv' leaves the delivery folder"),
        ({"file": None}, "files[0].file: must be a text, is missing"),
        ({"table": "../sale"}, "files[0].table: '../sale' is not a name; use lower case letters"),
        ({"kind": "weekly"}, "files[0].kind: 'weekly' is not known; use one of full, delta, late, correction"),
        ({"format": "xlsx"}, "files[0].format: 'xlsx' is not known; use one of csv, jsonl, parquet"),
        ({"encoding": "base64"}, "files[0].encoding: 'base64' is not known; use utf-8"),
        ({"compression": "zip"}, "files[0].compression: 'zip' is not known; use one of none, gzip"),
        ({"rows": -1}, "files[0].rows: must be a whole number, is -1"),
        ({"rows": True}, "files[0].rows: must be a whole number, is True"),
        ({"rows": "12"}, "files[0].rows: must be a whole number, is '12'"),
        ({"control_total": "1,5", "control_column": "amount"}, "files[0].control_total: must be a decimal number"),
        ({"control_total": "Infinity", "control_column": "amount"}, "files[0].control_total: must be a decimal"),
        ({"control_total": "1.5"}, "files[0].control_column: is missing beside a control_total"),
        ({"business_date": "31.1.2024"}, "files[0].business_date: must be a date, is '31.1.2024'; write"),
        ({"business_date": "2024-02-01"}, "files[0].business_date: 2024-02-01 lies after delivered_on 2024-01-31"),
        ({"row": 5}, "files[0].row: is not a known field; remove it or use one of table, file"),
    ],
)
def test_a_bad_file_entry_is_told_with_field_and_remedy(tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    folder = deliver(tmp_path / "landing", {"a.csv": b""}, [entry(**{"file": "a.csv", **change})])
    (tmp_path / "outside.csv").write_bytes(b"id\n")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert_told(folder, expected)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({"source": "bank"}, "source: is 'bank' but the delivery folder says 'shop'; correct"),
        ({"system": "desk"}, "system: is 'desk' but the delivery folder says 'till'; correct"),
        ({"delivered_on": "2024-02-01"}, "delivered_on: is '2024-02-01' but the delivery folder says '2024-01-31'"),
        ({"files": {}}, "files: must be a list of objects, is {}; write"),
        ({"author": "x"}, "author: is not a known field"),
        ({"files": [entry("a.csv"), entry("./a.csv")]}, "files[1].file: shop/till/2024-01-31/a.csv is listed twice"),
    ],
)
def test_a_bad_head_is_told_with_field_and_remedy(tmp_path: Path, head: dict[str, Any], expected: str) -> None:
    folder = deliver(tmp_path, {}, [])
    values = json.loads((folder / "manifest.json").read_text()) | head
    (folder / "manifest.json").write_text(json.dumps(values))
    assert_told(folder, expected)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_told(tmp_path: Path, text: bytes) -> None:
    folder = deliver(tmp_path, {}, [])
    (folder / "manifest.json").write_bytes(text)
    assert_told(folder, "deliver the manifest again")


def assert_told(folder: Path, expected: str) -> None:
    with pytest.raises(DeclarationError) as error:
        read(folder)
    message = str(error.value)
    assert message.startswith(f"{FOLDER}/manifest.json: ")
    assert expected in message
    assert "\n" not in message
