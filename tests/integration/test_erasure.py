"""A customer is erased: nothing names it any more anywhere in the home, and the books do not move by a cent."""

import gzip
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import REPOSITORY, run_demo, warehouse

pytestmark = pytest.mark.slow

# A household's head with a loan, a quarantined row of it, complaints, a referral and an account that is held jointly.
CUSTOMER = "C00000048"
LEDGER = "select month_end_date, reconciliation_code, difference_amount from marts.contribution_reconciliation"
MONTHS = """
    select month_end_date, count(*), sum(net_income_amount), sum(economic_profit_amount)
    from marts.customer_contribution_monthly group by 1
"""
ROWS = """
    select table_name, sum(rows_landed), sum(rows_parsed) from staging.landed_file where status = 'landed' group by 1
"""
# A reason may tell the percentile of an income, and there is one income fewer to rank among.
LEFT_OUT = {"batch_id", "loaded_at", "reason"}


@dataclass(frozen=True)
class Bank:
    home: Path
    before: dict[str, list[Any]]
    identifiers: list[str]
    mates: list[int]
    printed: str


def published(home: Path, query: str) -> list[Any]:
    with duckdb.connect(str(home / "published/current/warehouse.duckdb"), read_only=True) as connection:
        return sorted(connection.execute(query).fetchall(), key=repr)


def customer_rows(home: Path, but: list[int]) -> dict[str, list[Any]]:
    """The rows of all customers but some, by table of marts that knows customers."""
    path = home / "published/current/warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() "
            "where schema_name = 'marts' and not internal group by 1 "
            "having list_contains(list(column_name), 'customer_key')"
        ).fetchall()
        found = {}
        for table, columns in tables:
            listed = ", ".join(f'"{column}"' for column in columns if column not in LEFT_OUT)
            query = f"select {listed} from marts.{table} where not list_contains(?, customer_key)"
            found[table] = sorted(connection.execute(query, [but]).fetchall(), key=repr)
        return found


def identifiers_of(home: Path) -> list[str]:
    """All that names the customer, read from the delivered files as they lie in raw."""
    raw = home / "raw" / "demo"

    def values(table: str, query: str) -> list[tuple[Any, ...]]:
        files = [str(path) for path in (raw / table).glob("*.parquet") if not path.name.endswith(".rejects.parquet")]
        with duckdb.connect() as connection:
            return connection.execute(query, {"files": files, "customer": CUSTOMER}).fetchall()

    listed = "from read_parquet($files, union_by_name = true) where"
    own = values("customer", f"select full_name, national_id, phone, email {listed} customer_id = $customer")
    query = f"select account_id {listed} account_id <> $customer group by 1 having bool_and(customer_id = $customer)"
    holders = values("account_holder", query)
    accounts = [account for (account,) in holders]
    ibans = values("account", f"select account_id, iban {listed} $customer <> ''")
    texts = {CUSTOMER, *accounts, *(text for row in own for text in row if text)}
    return sorted(texts | {iban for account, iban in ibans if account in accounts and iban})


def places(home: Path, identifiers: list[str]) -> list[str]:
    """Where an identifier stands: bytes of every file, decompressed, and every value of Parquet and DuckDB files."""
    forms = {text.encode(form) for text in identifiers for form in ("utf-8", "gb18030", "utf-16-le")}
    found = []
    for path in sorted(home.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes()
        content += gzip.decompress(content) if content[:2] == b"\x1f\x8b" else b""
        if any(form in content for form in forms):
            found.append(f"bytes of {path.relative_to(home)}")
        with duckdb.connect() as connection:
            tables = []
            if path.suffix == ".parquet":
                tables = [f"read_parquet('{path}')"]
            if path.suffix == ".duckdb":
                connection.execute(f"attach '{path}' as it (read_only)")
                listing = "select schema_name || '.\"' || table_name || '\"' from duckdb_tables() where not internal"
                tables = [f"it.{table}" for (table,) in connection.execute(listing).fetchall()]
            for table in tables:
                is_in = "len([x for x in $texts if contains(t::varchar, x)]) > 0"
                query = f"select count(*) from {table} as t where {is_in}"
                if (connection.execute(query, {"texts": identifiers}).fetchone() or (0,))[0]:
                    found.append(f"{path.relative_to(home)} {table}")
    return found


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    home = tmp_path_factory.mktemp("erased")
    shutil.copytree(REPOSITORY / "seeds/demo_bank/landing", home / "landing")
    run_demo(home)
    identifiers = identifiers_of(home)
    assert len(identifiers) >= 7, "number, two accounts or more with IBANs, name, national id, phone and mail"
    assert places(home, identifiers), "the search finds what is there"
    keys = published(
        home,
        "select distinct m.customer_key, h.household_key from warehouse.bridge_household h "
        "join warehouse.bridge_household m using (household_key)",
    )
    from orchestration.explain.published import customer_key

    key = customer_key("tests", "demo", CUSTOMER)
    mates = sorted({member for member, head in keys if (key, head) in keys})
    before = {
        "months": published(home, MONTHS),
        "ledger": published(home, LEDGER),
        "rows": built(home, ROWS),
        "customers": customer_rows(home, [key, *mates]),
    }
    done = erase(home, "--reason", "asked for on paper")
    assert done.returncode == 0, done.stdout + done.stderr
    return Bank(home, before, identifiers, [key, *mates], done.stdout)


def erase(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return warehouse(home, "erase", CUSTOMER, *arguments)


def built(home: Path, query: str) -> list[Any]:
    with duckdb.connect(str(home / "build/demo/bank.duckdb"), read_only=True) as connection:
        return sorted(connection.execute(query).fetchall(), key=repr)


def test_nothing_names_the_customer_any_more(erased: Bank) -> None:
    assert places(erased.home, erased.identifiers) == []
    certificate = (erased.home / "erasures/1.json").read_text()
    assert json.loads(certificate)["searched"]["found"] == 0
    assert (erased.home / "erasures/1.json").stat().st_mode & 0o777 == 0o600
    assert not any(text in erased.printed + certificate for text in erased.identifiers)


def test_the_books_are_the_same_to_the_cent(erased: Bank) -> None:
    assert published(erased.home, MONTHS) == erased.before["months"]
    assert published(erased.home, LEDGER) == erased.before["ledger"]


def test_no_row_is_lost(erased: Bank) -> None:
    lost = "sum(rows_landed - rows_staged - rows_quarantined - rows_duplicate)"
    assert built(erased.home, f"select {lost} from staging.row_reconciliation") == [(0,)]
    assert built(erased.home, ROWS) == erased.before["rows"]


def test_the_customer_stays_without_its_attributes(erased: Bank) -> None:
    columns = "full_name, national_id, birth_date, gender, phone, email, residence_region"
    query = (
        f"select customer_type, onboarded_date, {columns} from staging.base_demo__customer "
        "where starts_with(customer_number, 'erased-')"
    )
    for kind, since, *attributes in built(erased.home, query):
        assert kind == "individual"
        assert since is not None
        assert set(attributes) == {None}


def test_the_joint_account_keeps_its_number_for_the_others(erased: Bank) -> None:
    query = "select distinct customer_number from staging.base_demo__account_holder where account_number = 'A000000132'"
    numbers = [number for (number,) in built(erased.home, query)]
    assert [number for number in numbers if not number.startswith("erased-")] == ["C00000006", "C00000057"]


def test_figures_of_other_customers_stay(erased: Bank) -> None:
    new = published(erased.home, "select distinct customer_key from warehouse.dim_customer")
    assert len(erased.before["customers"]["customer_contribution_monthly"]) > 200
    after = customer_rows(erased.home, [*erased.mates, *_new_keys(erased, new)])
    changed = {table for table, rows in after.items() if rows != erased.before["customers"][table]}
    assert changed == set()


def _new_keys(erased: Bank, keys: list[Any]) -> list[int]:
    from orchestration.explain.published import customer_key

    pseudonym = json.loads((erased.home / "erasures/1.json").read_text())["pseudonym"]
    key = customer_key("tests", "demo", pseudonym)
    assert (key,) in keys
    return [key]


def test_only_the_new_version_is_left(erased: Bank) -> None:
    assert [path.name for path in sorted((erased.home / "published").glob("v*"))] == ["v2"]


def test_the_old_file_delivered_again_brings_nobody_back(erased: Bank) -> None:
    source = REPOSITORY / "seeds/demo_bank/landing/demo/core_banking/2025-07-31"
    folder = erased.home / "landing/demo/core_banking/2026-01-01"
    folder.mkdir()
    manifest = json.loads((source / "manifest.json").read_text())
    files = [file for file in manifest["files"] if file["table"] in ("customer", "account", "transaction")]
    for file in files:
        content = (source / file["file"]).read_bytes()
        if file["file"].endswith(".gz"):
            content = gzip.compress(gzip.decompress(content), mtime=1)
        else:
            content = content.replace(b"\n", b"\r\n") if b"\r\n" not in content else content.replace(b"\r\n", b"\n")
        (folder / file["file"]).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps({**manifest, "delivered_on": "2026-01-01", "files": files}))
    run_demo(erased.home, "2026-01-01")
    shutil.rmtree(folder)  # the inbox is its deliverer's
    assert places(erased.home, erased.identifiers) == []
    again = erase(erased.home, "--reason", "asked for on paper")
    assert again.returncode == 0
    assert "Already erased" in again.stdout
