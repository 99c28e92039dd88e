"""Every form in which a file may be delivered lands as the same text."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingestion.deliveries import (
    COLUMNS,
    LINEAGE,
    LOADED_AT,
    csv_bytes,
    deliver,
    entry,
    records,
    rejects,
    table_rows,
    take_in,
)

CELLS = "id, amount, note"
ROWS = [
    ["1", "10.50", "plain"],
    ["2", " 007 ", 'a "quoted", text'],
    ["3", "", "two\nlines"],
    ["4", "NULL", "Zoë; a|b\tc"],
]
LANDED = [tuple(cell or None for cell in row) for row in ROWS]


@pytest.mark.parametrize("compression", ["none", "gzip"])
@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "latin-1"])
def test_csv_lands_as_delivered(tmp_path: Path, encoding: str, delimiter: str, compression: str) -> None:
    content = csv_bytes(ROWS, delimiter=delimiter, encoding=encoding)
    content = gzip.compress(content, mtime=0) if compression == "gzip" else content
    form = {"encoding": encoding, "delimiter": delimiter, "compression": compression}
    deliver(tmp_path / "landing", {"a.csv": content}, [entry("a.csv", len(ROWS), **form)])
    assert take_in(tmp_path).of("held_back") == ()
    assert table_rows(tmp_path, columns=CELLS) == LANDED


@pytest.mark.parametrize("text", ["\u6d4b\u8bd5\u94f6\u884c", "\U00020000", "\u4e02|\u8f9c", "\u20ac"])
def test_chinese_in_gb18030_lands_whole(tmp_path: Path, text: str) -> None:
    # the second byte of a GB18030 character can be the delimiter
    content = csv_bytes([["1", "2", text]], delimiter="|", encoding="gb18030")
    deliver(tmp_path / "landing", {"a.csv": content}, [entry("a.csv", 1, encoding="gb18030", delimiter="|")])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns="note") == [(text,)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path, encoding: str) -> None:
    content = "\ufeff".encode("gb18030" if encoding == "gb18030" else "utf-8") + csv_bytes([["1", "2", "3"]])
    deliver(tmp_path / "landing", {"a.csv": content}, [entry("a.csv", 1, encoding=encoding)])
    take_in(tmp_path)
    assert records(tmp_path)[0].columns == COLUMNS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_line_end_is_known(tmp_path: Path, end: str, last: bool) -> None:
    content = end.join(["id,amount,note", "1,2,a", '3,4,"b"']) + (end if last else "")
    deliver(tmp_path / "landing", {"a.csv": content.encode()}, [entry("a.csv", 2)])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns=CELLS) == [("1", "2", "a"), ("3", "4", "b")]


def test_mixed_line_ends_lose_nothing(tmp_path: Path) -> None:
    content = b"id,amount,note\r\n1,2,a\n3,4,b\r\n5,6,c\r7,8,d"
    deliver(tmp_path / "landing", {"a.csv": content}, [entry("a.csv", 4)])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns="id") == [("1",), ("3",), ("5",), ("7",)]


def test_lineage_stands_beside_every_row(tmp_path: Path) -> None:
    fields: dict[str, Any] = {"business_date": "2024-01-30", "kind": "late"}
    deliver(tmp_path / "landing", {"a.csv": csv_bytes(ROWS)}, [entry("a.csv", **fields)])
    take_in(tmp_path)
    sha256 = records(tmp_path)[0].sha256
    file = "shop/till/2024-01-31/a.csv"
    assert table_rows(tmp_path, columns=", ".join(LINEAGE)) == [
        (file, sha256, n, date(2024, 1, 30), date(2024, 1, 31), LOADED_AT.replace(tzinfo=None)) for n in range(1, 5)
    ]
    types = duckdb.execute(
        "SELECT typeof(_row_number), typeof(_business_date), typeof(_loaded_at), typeof(amount) FROM read_parquet(?)",
        [str(tmp_path / "raw" / "shop" / "sale" / f"{sha256}.parquet")],
    ).fetchone()
    assert types == ("BIGINT", "DATE", "TIMESTAMP", "VARCHAR")


def test_columns_are_found_by_name_and_new_ones_are_told(tmp_path: Path) -> None:
    content = csv_bytes([["a", "x", "1", "2"]], header=["note", "colour's", "id", "amount"])
    deliver(tmp_path / "landing", {"a.csv": content})
    take_in(tmp_path)
    assert table_rows(tmp_path, columns=f'{CELLS}, "colour\'s"') == [("1", "2", "a", "x")]
    assert records(tmp_path)[0].new_columns == ("colour's",)


def test_a_file_with_a_header_alone_lands_with_no_rows(tmp_path: Path) -> None:
    deliver(
        tmp_path / "landing",
        {"a.csv": b"id,amount,note"},
        [entry("a.csv", 0, control_column="amount", control_total="0")],
    )
    take_in(tmp_path)
    [record] = records(tmp_path)
    assert (record.status, record.rows_landed, record.control_total_landed) == ("landed", 0, "0")
    assert table_rows(tmp_path) == []


def test_names_that_look_like_patterns_are_names(tmp_path: Path) -> None:
    name = "sale[1]*?'{x}.csv"
    home = tmp_path / "home [a]'s {b}"
    deliver(home / "landing", {name: csv_bytes(ROWS), "sale1.csv": csv_bytes([["9", "9", "9"]])}, [entry(name, 4)])
    take_in(home)
    assert table_rows(home, columns="id, _source_file")[0] == ("1", f"shop/till/2024-01-31/{name}")


def test_a_line_of_many_megabytes_lands(tmp_path: Path) -> None:
    long = "x" * 5_000_000
    deliver(tmp_path / "landing", {"a.csv": csv_bytes([["1", "2", long], ["3", "4", "y"]])}, [entry("a.csv", 2)])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns="length(note)") == [(5_000_000,), (1,)]


def test_row_numbers_hold_in_a_file_of_many_blocks(tmp_path: Path) -> None:
    rows = [[str(n), "1.00", "x" * 100] for n in range(1, 400_001)]  # 45 MB
    deliver(tmp_path / "landing", {"a.csv": csv_bytes(rows)}, [entry("a.csv", 400_000)])
    take_in(tmp_path)
    assert all(int(identifier) == number for identifier, number in table_rows(tmp_path, columns="id, _row_number"))


def test_json_lines_keep_the_text_of_numbers(tmp_path: Path) -> None:
    content = (
        b'\xef\xbb\xbf{"id": 1, "amount": 1.10, "note": "a\\n\\u00e9"}\n\n'
        b'{"id": "2", "amount": 1e5, "note": null, "tags": [1.0, {"a": true}]}\r\n'
        b'{"note": "", "amount": 12345678901234567890.10, "id": false}'
    )
    deliver(tmp_path / "landing", {"a.jsonl": content}, [entry("a.jsonl", 3, format="jsonl")])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns=f"{CELLS}, tags") == [
        ("1", "1.10", "a\n\u00e9", None),
        ("2", "1e5", None, '[1.0,{"a":true}]'),
        ("false", "12345678901234567890.10", "", None),
    ]
    assert records(tmp_path)[0].new_columns == ("tags",)


def test_json_objects_may_leave_keys_out(tmp_path: Path) -> None:
    content = b'{}\n{"id": null}\n{"id": "", "note": "x"}\n{"amount": 1}'
    deliver(tmp_path / "landing", {"a.jsonl": content}, [entry("a.jsonl", 4, format="jsonl")])
    take_in(tmp_path)
    nothing = (None, None, None)
    assert table_rows(tmp_path, columns=CELLS) == [nothing, nothing, ("", None, "x"), (None, "1", None)]


def test_lines_that_are_no_json_object_are_rejected_with_line_number(tmp_path: Path) -> None:
    good = json.dumps(dict.fromkeys(COLUMNS, "x")).encode()
    bad = [b'{"id": 1', b"[1]", b'{"id": NaN}', b'{"id": 1, "id": 2}', b'{"id": "\xff"}', b'{"id": "\\ud800", "q": 1}']
    content = b"\n".join([good, *bad, b"", good])
    deliver(tmp_path / "landing", {"a.jsonl": content}, [entry("a.jsonl", 8, format="jsonl")])
    take_in(tmp_path)
    reasons = ["not_json"] * 4 + ["invalid_encoding"] * 2
    assert [(line, reason) for line, reason, _ in rejects(tmp_path)] == list(enumerate(reasons, start=2))
    assert rejects(tmp_path)[4][2] == '{"id": "\\xff"}'
    assert table_rows(tmp_path, columns="_row_number") == [(1,), (8,)]
    assert records(tmp_path)[0].columns == COLUMNS


def test_parquet_lands_as_text(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    duckdb.execute(
        "COPY (SELECT n AS id, CAST(n AS DECIMAL(9, 2)) AS amount, CASE WHEN n > 1 THEN '' END AS note, "
        f"[n] AS numbers FROM range(1, 3) t(n)) TO '{source}' (FORMAT parquet)"
    )
    deliver(tmp_path / "landing", {"a.parquet": source.read_bytes()}, [entry("a.parquet", 2, format="parquet")])
    take_in(tmp_path)
    assert table_rows(tmp_path, columns=f"{CELLS}, numbers, _row_number") == [
        ("1", "1.00", None, "[1]", 1),
        ("2", "2.00", "", "[2]", 2),
    ]


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8), encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_any_text_makes_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], encoding: str
) -> None:
    home = tmp_path_factory.mktemp("home")
    content = csv_bytes(rows, encoding=encoding)
    deliver(home / "landing", {"a.csv": content}, [entry("a.csv", len(rows), encoding=encoding)])
    assert take_in(home).of("held_back") == ()
    assert table_rows(home, columns=CELLS) == [tuple(cell or None for cell in row) for row in rows]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(rows=st.lists(st.dictionaries(st.sampled_from([*COLUMNS, "x"]), TEXT, min_size=4), min_size=1, max_size=8))
def test_any_json_text_makes_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    content = "\n".join(json.dumps(row) for row in rows).encode()
    deliver(home / "landing", {"a.jsonl": content}, [entry("a.jsonl", len(rows), format="jsonl")])
    take_in(home)
    assert table_rows(home, columns=f"{CELLS}, x") == [(r["id"], r["amount"], r["note"], r["x"]) for r in rows]
