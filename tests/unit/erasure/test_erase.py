"""An erasure is whole: whatever kills it, the same command completes it, and nothing else is asked for."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.erasure import erase as flow
from orchestration.erasure.erase import EraseError, Eraser, Erasure, StillThereError
from orchestration.explain.published import customer_key
from orchestration.home import DATABASE, Home
from orchestration.ingestion.raw_zone import RawZone
from tests.unit.erasure.shop import COLUMNS, SECRET, SOURCE, TABLES, land, read_rows

CUSTOMER, NAME = "C000001", "刘晓丽"
WORDS = (CUSTOMER, NAME, "990000199110230289", "A000001")


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A published bank of two customers, with its deliveries, its build and reports."""
    home = Home(tmp_path)
    rows: dict[str, list[tuple[str | None, ...]]] = {
        "customer": [
            (CUSTOMER, NAME, "990000199110230289", None, "1991-10-23", "B1"),
            ("C000002", "郭洁", "990000194802180201", None, "1948-02-18", "B1"),
        ],
        "holder": [("A000001", CUSTOMER, "1.0"), ("A000002", "C000002", "1.0")],
        "product": [("P1", "current account")],
    }
    folder = home.landing / SOURCE / "till" / "2025-01-31"
    folder.mkdir(parents=True)
    for table, content in rows.items():
        file = folder / f"{table}.csv"
        lines = [COLUMNS[table], *content]
        file.write_text("\n".join(",".join(value or "" for value in line) for line in lines), encoding="utf-8")
        land(
            home.raw,
            table,
            content,
            ["x,C000001"] if table == "holder" else [],
            sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        )
    (folder / "held.csv").write_text(f"customer_id,full_name\n{CUSTOMER}", encoding="utf-8")
    (folder / "other.csv").write_text("customer_id,full_name\nC000002,郭洁", encoding="utf-8")
    build(home, "v1")
    (home.build / "checks").mkdir()
    (home.build / "checks" / "raw.json").write_text(NAME)
    (home.docs / "expectations").mkdir(parents=True)
    (home.docs / "expectations" / "index.html").write_text(NAME)
    return home


def build(home: Home, version: str) -> None:
    """A build database out of raw, and a published version."""
    database = home.build_database([SOURCE])
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    files = [str(path) for path in (home.raw / SOURCE / "customer").glob("*.parquet")]
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema staging")
        connection.execute(
            f"create table staging.customer as select '{SOURCE}' as source_system, * from read_parquet({files})"
        )
    folder = home.published / version
    folder.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {"version": int(version[1:]), "batch_id": version, "as_of": "2025-01-31"}
    values |= {"sources": [SOURCE], "published_at": "2025-02-01T00:00:00", "tables": {}}
    (folder / "batch.json").write_text(json.dumps(values))
    shutil.copy(database, folder / DATABASE)
    link = home.published / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(version)


def run(home: Home, sources: Sequence[str], as_of: date) -> str:
    assert (list(sources), as_of) == ([SOURCE], date(2025, 1, 31))
    build(home, "v2")
    return "v2"


def eraser(home: Home) -> Eraser:
    return Eraser(home, SECRET, lambda _: TABLES, run, lambda: datetime(2025, 3, 1, tzinfo=UTC))


def erase(home: Home, asked: str = CUSTOMER, reason: str = "asked for on paper") -> list[Erasure]:
    return list(eraser(home).erase(asked, reason))


def state(home: Home) -> dict[str, Any]:
    """What the home holds: rows of raw, lines, versions, landing, and the certificates."""
    raw = {
        path.parent.name: read_rows(path)
        for path in sorted((home.raw / SOURCE).glob("*/*.parquet"))
        if not path.name.endswith(".rejects.parquet")
    }
    return {
        "raw": raw,
        "versions": sorted(path.name for path in home.published.iterdir()),
        "landing": sorted(path.name for path in home.landing.rglob("*.csv")),
        "erasures": sorted(path.name for path in (home.root / "erasures").iterdir()),
        "reports": (home.docs / "expectations").exists() or (home.build / "checks").exists(),
    }


def test_an_erasure_leaves_a_certificate_and_nothing_of_the_customer(home: Home) -> None:
    (erasure,) = erase(home)
    assert erasure.certificate == home.root / "erasures" / "1.json"
    certificate = json.loads(erasure.certificate.read_text())
    assert certificate["raw_rows_rewritten"] == {
        "customer": {"files": 1, "rows": 1, "rejected_lines": 0},
        "holder": {"files": 1, "rows": 1, "rejected_lines": 1},
    }
    assert certificate["held_back_files_removed"] == [f"landing/{SOURCE}/till/2025-01-31/held.csv"]
    assert certificate["searched"]["found"] == 0
    found = state(home)
    assert found["landing"] == ["other.csv", "product.csv"]
    assert found["versions"] == ["current", "v2"]
    assert not found["reports"]
    for path in home.root.rglob("*"):
        if path.is_file():
            assert not any(word.encode() in path.read_bytes() for word in WORDS), path


@pytest.mark.parametrize("asked", [CUSTOMER, f"{SOURCE}:{CUSTOMER}", str(customer_key(SECRET, SOURCE, CUSTOMER))])
def test_who_is_erased_is_known_again_and_not_erased_twice(home: Home, asked: str) -> None:
    erase(home, asked)
    (again,) = erase(home, asked)
    assert (again.certificate, again.erased_on) == (None, "2025-03-01")


def test_an_unknown_customer_and_a_reason_with_its_name_are_refused(home: Home) -> None:
    before = sorted(home.root.rglob("*"))
    with pytest.raises(EraseError, match="not in the raw zone of demo"):
        erase(home, "C7")
    for reason in (f"{NAME} wrote to us", f"customer {CUSTOMER.lower()}", "account A000001"):
        with pytest.raises(EraseError, match="names the customer"):
            erase(home, reason=reason)
    assert [path for path in sorted(home.root.rglob("*")) if path not in before and path.name != "lock"] == []


def test_what_is_found_keeps_the_erasure_open_until_it_is_mended(home: Home) -> None:
    (home.root / "notes.txt").write_text(f"call {NAME} back", encoding="gb18030")
    with pytest.raises(StillThereError) as raised:
        erase(home)
    assert [finding.text for finding in raised.value.findings] == ["notes.txt: 1"]
    assert not (home.root / "erasures" / "1.json").exists()
    (home.root / "notes.txt").unlink()
    (erasure,) = erase(home)
    assert erasure.certificate is not None


def killing_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, when: int, *, after: bool) -> None:
    """Kill the process at the call of this number, before or after it has done its work."""
    real: Callable[..., Any] = getattr(owner, name)
    calls = iter(range(1, 100))

    def killed(*arguments: Any, **options: Any) -> Any:
        number = next(calls)
        if number == when and not after:
            raise Killed
        result = real(*arguments, **options)
        if number == when:
            raise Killed
        return result

    monkeypatch.setattr(owner, name, killed)


POINTS: list[tuple[Any, str, int, bool]] = [
    *((flow, "write_progress", when, after) for when in range(1, 9) for after in (False, True)),
    *((flow, "write_suppression", 1, after) for after in (False, True)),
    *((RawZone, "replace_rows", when, after) for when in (1, 2) for after in (False, True)),
    (RawZone, "_write", 1, False),
    (Path, "unlink", 2, False),
    (flow.shutil, "rmtree", 4, False),
    *((flow, "remove_versions", 1, after) for after in (False, True)),
    (flow, "search_home", 1, True),
    (flow, "certify", 1, False),
]


@pytest.mark.parametrize(
    ("owner", "name", "when", "after"), POINTS, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_killed_erasure_is_completed_by_the_same_command(
    home: Home, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, when: int, after: bool
) -> None:
    with monkeypatch.context() as patch:
        killing_at(patch, owner, name, when, after=after)
        with pytest.raises(Killed):
            erase(home)
    pending = home.root / "erasures" / "pending.json"
    assert not pending.exists() or not any(word in pending.read_text() for word in WORDS)
    outcomes = erase(home)
    assert [outcome.certificate for outcome in outcomes] == [home.root / "erasures" / "1.json"]
    found = state(home)
    assert found["raw"]["customer"][0][1:] == (None, None, None, None, "B1")
    assert found["raw"]["customer"][0][0].startswith("erased-")
    assert found["raw"]["customer"][1][0] == "C000002"
    assert (found["versions"], found["erasures"]) == (["current", "v2"], ["1.json"])
    assert found["landing"] == ["other.csv", "product.csv"]
    counted = json.loads((home.root / "erasures" / "1.json").read_text())["raw_rows_rewritten"]
    assert {table: counts["rows"] for table, counts in counted.items()} == {"customer": 1, "holder": 1}


@pytest.fixture(autouse=True)
def no_other_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "available_connectors", lambda: [SOURCE])
