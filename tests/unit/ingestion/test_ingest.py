"""A file lands once, as delivered, whatever the number and the order of runs; what is wrong is held back and told."""

import fcntl
import gzip
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.ingestion import IngestionError, Table, ingest
from orchestration.ingestion.declaration import FileForm
from tests.unit.ingestion.deliveries import (
    LOADED_AT,
    SHOP,
    csv_bytes,
    deliver,
    entry,
    many_deliveries,
    records,
    table_rows,
    take_in,
    tree,
)

CONTENT = csv_bytes([["1", "10.50", "a"], ["2", "x", "b"]])
FILE = "shop/till/2024-01-31/a.csv"


def test_a_second_run_changes_nothing_and_parses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT, "b.csv": csv_bytes([["3", "4", "c"]])})
    first = take_in(tmp_path)
    assert [(file.status, file.rows) for file in first.files] == [("new", 2), ("new", 1)]
    assert first.new_rows == 3
    before = tree(tmp_path / "raw")
    monkeypatch.setattr(duckdb, "connect", None)
    second = ingest(tmp_path / "landing", tmp_path / "raw", SHOP, loaded_at=LOADED_AT + timedelta(days=1))
    assert [(file.status, file.rows) for file in second.files] == [("present", 2), ("present", 1)]
    assert tree(tmp_path / "raw") == before


def test_the_same_bytes_delivered_twice_are_one_file(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT, "again.csv": CONTENT})
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, day="2024-02-29")
    report = take_in(tmp_path)
    assert [(file.file, file.status) for file in report.files] == [
        (FILE, "new"),
        ("shop/till/2024-01-31/again.csv", "present"),
        ("shop/till/2024-02-29/a.csv", "present"),
    ]
    assert [record.file for record in records(tmp_path)] == [FILE]


def test_the_order_of_runs_does_not_matter(tmp_path: Path) -> None:
    many_deliveries(tmp_path / "all" / "landing", days=6, rows=20)
    deliver(tmp_path / "all" / "landing", {"same.csv": CONTENT, "same as well.csv": CONTENT}, day="2024-01-02")
    deliver(tmp_path / "all" / "landing", {"same.csv": CONTENT}, day="2024-01-05")
    take_in(tmp_path / "all")
    for day in ("05", "03", "01", "06", "02", "04"):
        delivery = Path("landing/shop/till") / f"2024-01-{day}"
        shutil.copytree(tmp_path / "all" / delivery, tmp_path / "backwards" / delivery)
        take_in(tmp_path / "backwards")
    assert tree(tmp_path / "backwards" / "raw") == tree(tmp_path / "all" / "raw")


CONTROL = {"control_column": "amount"}


@pytest.mark.parametrize(
    ("content", "fields", "reason", "told"),
    [
        (CONTENT, {"rows": 3}, "row_count_mismatch", "holds 2 rows, its manifest declares 3; deliver the whole file"),
        (
            CONTENT + b"broken\r\n",
            {"rows": 2},
            "row_count_mismatch",
            "holds 3 rows, 1 of them not readable as rows, its manifest declares 2; deliver",
        ),
        (
            CONTENT,
            {"rows": 2, "control_total": "10.51", **CONTROL},
            "control_total_mismatch",
            "amount sums to 10.50, its manifest declares 10.51; deliver the whole file or a corrected manifest",
        ),
        (
            CONTENT,
            {"control_column": "total"},
            "missing_column",
            "missing column total, found id, amount, note; deliver",
        ),
        (
            csv_bytes([["1", "2"]], header=["id", "Amount"]),
            {},
            "missing_column",
            "missing column amount, note, found id, Amount; deliver the file with every column of table sale",
        ),
        (CONTENT, {"delimiter": ";"}, "missing_column", "found id,amount,note; deliver"),
        (b"", {}, "unreadable", "the header is missing, the file is empty or begins with a blank line; deliver"),
        (
            csv_bytes([], ["id", "amount", "note", "ID"]),
            {},
            "unreadable",
            "the header names column 'ID' twice; deliver",
        ),
        (csv_bytes([], ["id", "amount", "note", ""]), {}, "unreadable", "the header has no name for column 4; deliver"),
        (csv_bytes([], ["id", "amount", "note", "_Row_Number"]), {}, "unreadable", "the header uses '_Row_Number'"),
        (b"id,amount,n\xffte\n", {}, "unreadable", "the header is not text in utf-8 (id,amount,n\\xffte); deliver"),
        (
            gzip.compress(CONTENT, mtime=0)[:-5],
            {"compression": "gzip"},
            "unreadable",
            "the gzip stream is broken (Compressed file",
        ),
        (gzip.compress(CONTENT * 9999)[:-99], {"compression": "gzip"}, "unreadable", "the gzip stream is broken"),
        (
            gzip.compress(CONTENT, mtime=0)[:-8] + b"\0" * 8,
            {"compression": "gzip"},
            "unreadable",
            "the gzip stream is broken (CRC",
        ),
        (CONTENT, {"compression": "gzip"}, "unreadable", "the gzip stream is broken (Not a gzipped file"),
        (b"PAR1 no", {"format": "parquet"}, "unreadable", "cannot be read as Parquet ("),
        (CONTENT, {"format": "parquet"}, "unreadable", "cannot be read as Parquet ("),
        (b'{"id": 1, "amount": 2}\n', {"format": "jsonl"}, "missing_column", "missing column note, found id, amount;"),
        (
            CONTENT,
            {"table": "loan"},
            "unreadable",
            "connector shop has no table 'loan'; add it or correct the manifest",
        ),
        (None, {}, "missing_file", "was declared and is not there; deliver the file or correct what declares it"),
    ],
)
def test_a_file_that_is_not_what_was_declared_is_held_back_and_all_else_goes_on(
    tmp_path: Path, content: bytes | None, fields: dict[str, Any], reason: str, told: str
) -> None:
    contents = {"good.csv": CONTENT + b"3,4,c\r\n"} | ({"a.csv": content} if content is not None else {})
    folder = deliver(tmp_path / "landing", contents, [entry("a.csv", **fields), entry("good.csv", 3)])
    report = take_in(tmp_path)
    [held_back] = report.of("held_back")
    assert [file.file for file in report.of("new")] == ["shop/till/2024-01-31/good.csv"]
    assert (held_back.file, held_back.reason) == (FILE, reason)
    assert held_back.detail
    assert held_back.detail.startswith(f"{FILE}: ")
    assert told in held_back.detail
    assert held_back.detail.endswith(" run again")
    assert "\n" not in held_back.detail
    [record] = [record for record in records(tmp_path) if record.status == "held_back"]
    assert (record.reason, record.detail, record.file) == (reason, held_back.detail, FILE)
    assert len(list((tmp_path / "raw" / "shop").glob("*/*.parquet"))) == 1

    # once the file is mended it lands, and nothing is left of the trouble
    mended = csv_bytes([["1", "2", "mended"]])
    (folder / "a.csv").write_bytes(mended)
    deliver(tmp_path / "landing", {}, [entry("a.csv", 1, control_total="2", **CONTROL), entry("good.csv", 3)])
    assert [file.status for file in take_in(tmp_path).files] == ["new", "present"]
    assert {record.status for record in records(tmp_path)} == {"landed"}
    fresh = tmp_path / "fresh"
    shutil.copytree(tmp_path / "landing", fresh / "landing")
    take_in(fresh)
    assert tree(tmp_path / "raw") == tree(fresh / "raw")


def test_the_same_bytes_under_a_corrected_manifest_land_and_the_trouble_stays_visible(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv", 5)])
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv", 2, kind="late")], day="2024-02-29")
    for _ in range(2):
        report = take_in(tmp_path)
        assert [file.status for file in report.of("held_back")] == ["held_back"]
        assert [(r.status, r.delivered_on) for r in records(tmp_path)] == [
            ("held_back", date(2024, 1, 31)),
            ("landed", date(2024, 2, 29)),
        ]


def test_a_held_back_file_is_looked_at_again_and_its_record_stays_as_it_is(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv", 3)])
    take_in(tmp_path)
    before = tree(tmp_path / "raw")
    later = ingest(tmp_path / "landing", tmp_path / "raw", SHOP, loaded_at=LOADED_AT + timedelta(days=1))
    assert [file.status for file in later.files] == ["held_back"]
    assert tree(tmp_path / "raw") == before


def test_control_totals_are_compared_as_numbers(tmp_path: Path) -> None:
    fields = {"control_total": "10.5000", **CONTROL}
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv", 2, **fields)])
    take_in(tmp_path)
    [record] = records(tmp_path)
    assert (record.status, record.control_total_declared, record.control_total_landed) == (
        "landed",
        "10.5000",
        "10.5000",
    )


@pytest.mark.parametrize("manifest", ["{", '{"source": "bank"}'])
def test_a_bad_manifest_holds_back_its_delivery_alone(tmp_path: Path, manifest: str) -> None:
    folder = deliver(tmp_path / "landing", {"a.csv": CONTENT})
    good = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(manifest)
    deliver(tmp_path / "landing", {"b.csv": CONTENT}, day="2024-02-29")
    report = take_in(tmp_path, tables={"sale"})
    assert [(file.table, file.status, file.reason) for file in report.files] == [
        ("manifest", "held_back", "unreadable"),
        ("sale", "new", None),
    ]
    assert report.files[0].detail
    assert report.files[0].detail.startswith("shop/till/2024-01-31/manifest.json: ")
    assert [record.table for record in records(tmp_path)] == ["manifest", "sale"]
    (folder / "manifest.json").write_text(good)
    take_in(tmp_path)
    assert not (tmp_path / "raw" / "shop" / "manifest").exists()


def test_nothing_is_read_of_a_delivery_whose_manifest_points_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(CONTENT)
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv"), entry("../../../../secret.csv")])
    [file] = take_in(tmp_path).files
    assert (file.table, file.status) == ("manifest", "held_back")
    assert table_rows(tmp_path) == []


def test_a_delivery_without_a_manifest_has_not_arrived_yet(tmp_path: Path) -> None:
    (deliver(tmp_path / "landing", {"a.csv": CONTENT}) / "manifest.json").unlink()
    assert take_in(tmp_path).files == ()


def test_a_folder_that_is_no_date_is_told(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, day="january")
    [file] = take_in(tmp_path).files
    assert file.detail == (
        "shop/till/january/manifest.json: delivered_on: must be a date, is 'january'; write delivered_on as YYYY-MM-DD"
    )


def test_files_under_fixed_names_need_no_manifest(tmp_path: Path) -> None:
    tables = {
        "sale": Table("sale", "till", ("id",), FileForm(delimiter=";"), "sale.asc"),
        "refund": Table("refund", "till", ("id",), FileForm(), "refund.asc"),
    }
    connector = replace(SHOP, delivery="files", business_date=date(1994, 2, 28), tables=tables)
    (tmp_path / "landing" / "shop").mkdir(parents=True)
    (tmp_path / "landing" / "shop" / "sale.asc").write_bytes(b'"id";"x"\r\n1;2\r\n')
    report = take_in(tmp_path, connector)
    assert [(file.table, file.status) for file in report.files] == [("refund", "held_back"), ("sale", "new")]
    [_, record] = sorted(records(tmp_path), key=lambda record: record.table)
    assert (record.file, record.kind, record.business_date) == ("shop/sale.asc", "full", date(1994, 2, 28))
    # the same files, the landing folder being the source's own
    other = ingest(tmp_path / "landing" / "shop", tmp_path / "other", connector, loaded_at=LOADED_AT)
    assert [file.file for file in other.files] == ["shop/refund.asc", "shop/sale.asc"]
    assert tree(tmp_path / "other") == tree(tmp_path / "raw")


def test_a_run_can_be_limited_to_tables(tmp_path: Path) -> None:
    files = [entry("a.csv", 9), entry("b.csv", table="refund")]
    deliver(tmp_path / "landing", {"a.csv": CONTENT, "b.csv": CONTENT}, files)
    take_in(tmp_path, tables={"sale"})
    take_in(tmp_path, tables={"refund"})
    assert [(record.table, record.status) for record in records(tmp_path)] == [
        ("refund", "landed"),
        ("sale", "held_back"),
    ]
    with pytest.raises(IngestionError, match="connector shop: there is no table 'loan'; use some of refund, sale"):
        take_in(tmp_path, tables={"loan"})


def test_progress_tells_every_file_of_how_many(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT, "b.csv": CONTENT + b"3,4,5\r\n"})
    told: list[tuple[str, int, int]] = []
    take_in(tmp_path, progress=lambda *step: told.append(step))
    assert told[:2] == [("looking at what was delivered", n, 2) for n in (1, 2)]
    assert [step[1:] for step in told[2:]] == [(1, 2), (2, 2)]
    assert {step[0] for step in told[2:]} == {FILE, "shop/till/2024-01-31/b.csv"}


def test_a_moment_with_a_time_zone_is_kept_as_utc(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    china = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    ingest(tmp_path / "landing", tmp_path / "raw", SHOP, loaded_at=china)
    utc = china.astimezone(UTC).replace(tzinfo=None)
    assert records(tmp_path)[0].loaded_at == utc
    assert table_rows(tmp_path, columns="DISTINCT ON (_loaded_at) _loaded_at") == [(utc,)]


def test_where_nothing_was_delivered_the_remedy_is_told(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    with pytest.raises(IngestionError, match="nothing of shop was delivered here; put its files into"):
        take_in(tmp_path)


def test_a_raw_zone_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    (tmp_path / "raw").write_bytes(b"a file in the way")
    with pytest.raises(IngestionError, match=r"raw/shop: cannot be written .*; make room"):
        take_in(tmp_path)


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    take_in(tmp_path)
    with (tmp_path / "raw" / "shop" / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IngestionError, match="another run is taking in files; wait until it has ended"):
            take_in(tmp_path)
    assert take_in(tmp_path).of("present")


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written a moment ago count as settled, so that they are remembered."""
    monkeypatch.setattr("orchestration.ingestion.fingerprints.SETTLED", -1)


def same_size_and_time(file: Path) -> None:
    found = file.stat()
    file.write_bytes(file.read_bytes().replace(b"10.50", b"10.51"))
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def put_in_place(file: Path) -> None:
    found = file.stat()
    other = file.with_suffix(".new")
    other.write_bytes(file.read_bytes().replace(b"10.50", b"10.51"))
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("change", [same_size_and_time, put_in_place])
def test_a_file_that_changed_under_the_same_size_and_time_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    settle(monkeypatch)
    folder = deliver(tmp_path / "landing", {"a.csv": CONTENT})
    take_in(tmp_path)
    assert str(folder / "a.csv") in json.loads((tmp_path / "raw" / "shop" / ".seen.json").read_text())
    change(folder / "a.csv")
    assert [file.status for file in take_in(tmp_path).files] == ["new"]
    assert {amount for (amount,) in table_rows(tmp_path, columns="amount")} == {"10.50", "10.51", "x"}


@pytest.mark.parametrize("text", [None, "", "[]", '{"a": 1}', "{"])
def test_what_was_seen_may_be_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    settle(monkeypatch)
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    take_in(tmp_path)
    seen = tmp_path / "raw" / "shop" / ".seen.json"
    seen.unlink() if text is None else seen.write_text(text)
    assert [file.status for file in take_in(tmp_path).files] == ["present"]


def test_a_file_that_has_just_been_written_is_not_remembered(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    take_in(tmp_path)
    assert not (tmp_path / "raw" / "shop" / ".seen.json").exists()


@pytest.mark.parametrize("damage", ["record cut short", "record lost", "rows lost"])
def test_what_a_disk_lost_is_landed_again(tmp_path: Path, damage: str) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT})
    take_in(tmp_path)
    before = tree(tmp_path / "raw")
    [record] = (tmp_path / "raw" / "shop" / "sale").glob("*.json")
    if damage == "record cut short":
        record.write_text(record.read_text()[:50])
    elif damage == "record lost":
        record.unlink()
    else:
        record.with_suffix(".parquet").unlink()
    assert [file.status for file in take_in(tmp_path).files] == ["new"]
    assert tree(tmp_path / "raw") == before


def test_a_record_has_exactly_the_agreed_fields(tmp_path: Path) -> None:
    deliver(tmp_path / "landing", {"a.csv": CONTENT}, [entry("a.csv", 2, control_total="10.5", **CONTROL)])
    take_in(tmp_path)
    [path] = (tmp_path / "raw" / "shop" / "sale").glob("*.json")
    record = json.loads(path.read_text())
    assert record == {
        "source": "shop",
        "system": "till",
        "table": "sale",
        "file": FILE,
        "sha256": path.stem,
        "bytes": len(CONTENT),
        "business_date": "2024-01-31",
        "delivered_on": "2024-01-31",
        "kind": "delta",
        "rows_declared": 2,
        "rows_landed": 2,
        "rows_parsed": 2,
        "rows_rejected": 0,
        "control_column": "amount",
        "control_total_declared": "10.5",
        "control_total_landed": "10.5",
        "columns": ["id", "amount", "note"],
        "new_columns": [],
        "status": "landed",
        "reason": None,
        "detail": None,
        "loaded_at": "2026-01-02T03:04:05",
    }
