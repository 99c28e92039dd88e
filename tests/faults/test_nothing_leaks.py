"""A run, and one that fails over a customer's row, tell nobody the key secret or a value of the row.

The failure is a real one: the build database gets a column that cannot hold the name of a customer who is delivered
next, so the engine quotes the name.
"""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.home import DBT_PROJECT
from orchestration.manifest import TARGET
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow

SECRET = "a-secret-that-can-be-recognised-5f1e"
NAME, NATIONAL_ID, PHONE, MAIL = "Xeniah O'Quilt", "110101199003076974", "+86 139 5550 7788", "xeniah@quilt.example"
PERSON = (NAME, "O'Quilt", NATIONAL_ID, PHONE, MAIL)
# What must hold the row: what was delivered, and the tables made of it.
HOLDS_ROWS = ("landing", "raw", "build/demo/bank.duckdb")
LOOPBACK = {"127.0.0.1", "::1", "localhost", "None", "0.0.0.0"}


@dataclass(frozen=True)
class Watched:
    """A home after two runs, what they printed, and what their processes did."""

    home: Path
    published: subprocess.CompletedProcess[str]
    failed: subprocess.CompletedProcess[str]
    alert: str
    environment_of_alert: str
    diary: list[list[str]]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """The sample bank, run once, then failing over one row of the next day. Read only."""
    folder = tmp_path_factory.mktemp("watched")
    home = folder / "home"
    shutil.copytree(REPOSITORY / "seeds" / "demo_bank" / "landing", home / "landing")
    home.chmod(0o700)
    published = _run(home, folder, "2025-12-31")
    assert published.returncode == 0, published.stdout + published.stderr
    _deliver_the_person(home / "landing" / "demo" / "core_banking")
    with duckdb.connect(str(home / "build" / "demo" / "bank.duckdb")) as connection:
        known = "select distinct full_name from staging.base_demo__customer where full_name <> ''"
        connection.execute(f"create type known_name as enum ({known})")
        connection.execute("alter table staging.base_demo__customer alter full_name type known_name")
    failed = _run(home, folder, "2026-01-01")
    diary = [line.split("\t") for line in (folder / "diary").read_text().splitlines()]
    alert, environment = (folder / "alert").read_text(), (folder / "environment").read_text()
    return Watched(home, published, failed, alert, environment, diary)


def test_the_failure_is_told_by_kind_model_and_column(watched: Watched) -> None:
    assert watched.failed.returncode == 3
    for told in (watched.failed.stderr, watched.alert):
        assert "base_demo__customer: Conversion Error: Could not convert string … to UINT8" in told
        assert "v1 as of 2025-12-31 stays published" in told


def test_nothing_but_the_tables_holds_a_value_of_the_row(watched: Watched) -> None:
    assert _holding(PERSON, (watched.home / part for part in ("landing", "build/demo/bank.duckdb")))
    kept = [path for path in watched.home.iterdir() if path.name not in ("landing", "raw", "build")]
    kept += [path for path in (watched.home / "build").iterdir() if path.name != "demo"]
    assert {"published", "docs", "dagster", "dbt", "checks"} <= {path.name for path in kept}
    assert _holding(PERSON, [*kept, TARGET, DBT_PROJECT / "logs"]) == []
    for text in (watched.failed.stdout, watched.failed.stderr, watched.alert, str(watched.diary)):
        assert [value for value in PERSON if value in text] == []


def test_no_file_output_or_argument_holds_the_secret(watched: Watched) -> None:
    assert _holding([SECRET], [watched.home, TARGET, DBT_PROJECT / "logs"]) == []
    outputs = [watched.published.stdout, watched.published.stderr, watched.failed.stdout, watched.failed.stderr]
    arguments = [about for what, about in watched.diary if what == "arguments"]
    assert arguments
    assert [text for text in [*outputs, *arguments, watched.alert] if SECRET in text] == []


def test_no_published_or_built_table_holds_the_secret(watched: Watched) -> None:
    for database in ("published/current/warehouse.duckdb", "build/demo/bank.duckdb"):
        with duckdb.connect(str(watched.home / database), read_only=True) as connection:
            columns = connection.execute(
                "select schema_name, table_name, column_name from duckdb_columns() join duckdb_tables() "
                "using (database_name, schema_name, table_name) where data_type = 'VARCHAR'"
            ).fetchall()
            assert len(columns) > 100
            by_table: dict[str, list[str]] = {}
            for schema, table, column in columns:
                by_table.setdefault(f'"{schema}"."{table}"', []).append(f"contains(\"{column}\", '{SECRET}')")
            for table, conditions in by_table.items():
                query = f"select count(*) from {table} where {' or '.join(conditions)}"
                assert connection.execute(query).fetchone() == (0,), table
            sql = connection.execute("select sql from duckdb_views() union all select sql from duckdb_tables()")
            assert [text for (text,) in sql.fetchall() if text and SECRET in text] == []


def test_the_alert_command_does_not_get_the_secret(watched: Watched) -> None:
    assert "WAREHOUSE_HOME=" in watched.environment_of_alert
    assert "WAREHOUSE_KEY_SECRET" not in watched.environment_of_alert


def test_no_process_asks_for_an_address_of_another_machine(watched: Watched) -> None:
    assert {about for what, about in watched.diary if what == "address"} <= LOOPBACK


def test_everything_in_the_home_is_for_its_owner_alone(watched: Watched) -> None:
    delivered = watched.home / "landing"
    made = [path for path in watched.home.rglob("*") if not path.is_relative_to(delivered) and not path.is_symlink()]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [watched.home, *made]}
    published = watched.home / "published" / "v1" / "bank.duckdb"
    assert modes.pop(published) & 0o222 == 0
    assert {path: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}


def _run(home: Path, folder: Path, as_of: str) -> subprocess.CompletedProcess[str]:
    """A run whose processes are watched, with an alert command that keeps what it gets."""
    return subprocess.run(
        [Path(sys.executable).with_name("warehouse"), "run", "--source", "demo", "--as-of", as_of],
        env={
            **os.environ,
            "WAREHOUSE_HOME": str(home),
            "WAREHOUSE_KEY_SECRET": SECRET,
            "WAREHOUSE_ALERT_COMMAND": f"cat > {folder / 'alert'}; env > {folder / 'environment'}",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "watched"), *_python_path()]),
            "WATCHED_BY": str(folder / "diary"),
        },
        capture_output=True,
        text=True,
        timeout=600,
    )


def _python_path() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _deliver_the_person(system: Path) -> None:
    """A delivery of 2026-01-01 with one new customer."""
    before = next(path for path in sorted(system.glob("*/customer_2*.csv")))
    header = before.read_text().splitlines()[0]
    known = {
        "customer_id": "C99999999",
        "customer_type": "individual",
        "full_name": NAME,
        "national_id": NATIONAL_ID,
        "onboarded_date": "2026-01-01",
        "phone": PHONE,
        "email": MAIL,
    }
    row = ",".join(known.get(column, "") for column in header.split(","))
    folder = system / "2026-01-01"
    folder.mkdir()
    (folder / "customer.csv").write_text(f"{header}\n{row}\n")
    file = {"table": "customer", "file": "customer.csv", "business_date": "2026-01-01", "kind": "delta", "rows": 1}
    head = {"source": "demo", "system": "core_banking", "delivered_on": "2026-01-01", "files": [file]}
    (folder / "manifest.json").write_text(json.dumps(head))


def _holding(values: Iterator[str] | list[str] | tuple[str, ...], places: object) -> list[str]:
    """The files under some places that hold one of the values; what SQLite keeps compressed is unpacked."""
    wanted = [value.encode() for value in values]
    files = [
        file
        for place in places  # type: ignore[attr-defined]
        for file in ([place] if place.is_file() else place.rglob("*"))
        if file.is_file()
    ]
    return [str(file) for file in files if any(value in content for content in _contents(file) for value in wanted)]


def _contents(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()
    if file.suffix == ".db":
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            for (table,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
                for row in connection.execute(f'select * from "{table}"'):
                    for value in row:
                        packed = value if isinstance(value, bytes) else b""
                        yield zlib.decompress(packed) if packed[:1] == b"x" else str(value).encode()
