"""The real Czech bank: what is there is whole, what is not there is told, nothing comes from the future."""

import duckdb
import pandas as pd

from tests.conftest import BERKA, needs_berka
from tests.integration.conftest import BERKA_AS_OF as AS_OF

pytestmark = needs_berka


def landed(table: str) -> pd.DataFrame:
    return pd.read_csv(BERKA / f"{table}.asc", sep=";", dtype=str)


def one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    return connection.execute(query).fetchone() or ()


def test_all_transactions_arrive_with_the_landed_total(berka: duckdb.DuckDBPyConnection) -> None:
    trans = landed("trans")
    cents = trans["amount"].map(lambda text: round(float(text) * 100)).sum()
    assert len(trans) == 42_945
    assert one(berka, "select count(*), cast(sum(amount) * 100 as bigint) from warehouse.fct_transaction") == (
        42_945,
        cents,
    )


def test_accounts_and_customers_are_those_that_existed(berka: duckdb.DuckDBPyConnection) -> None:
    accounts, disp = landed("account"), landed("disp")
    existed = set(accounts.loc[accounts["date"] <= "940228", "account_id"])
    clients = set(disp.loc[disp["account_id"].isin(existed), "client_id"])
    count = "select count(distinct {0}_key) from warehouse.dim_{0} where {0}_key <> -1"
    assert one(berka, count.format("account")) == (len(existed),)
    assert one(berka, count.format("customer")) == (len(clients),)


def test_no_row_is_lost(berka: duckdb.DuckDBPyConnection) -> None:
    landed_rows, kept = one(
        berka,
        "select sum(rows_landed), sum(rows_staged + rows_quarantined + rows_duplicate) from staging.row_reconciliation",
    )
    assert landed_rows == kept == sum(len(landed(path.stem)) for path in BERKA.glob("*.asc"))


def test_nothing_later_than_the_as_of_date_is_in_any_table(berka: duckdb.DuckDBPyConnection) -> None:
    dates = berka.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where data_type in ('DATE', 'TIMESTAMP') and schema_name in ('warehouse', 'marts') "
        "and table_name not in ('dim_date', 'batch_audit') "  # days to come, and when the batches were run
        "and column_name not in ('valid_to', 'maturity_date')"
    ).fetchall()
    assert len(dates) > 20
    for table, column in dates:
        (latest,) = one(berka, f"select max({column}) from {table} where {column} < date '9999-12-31'")
        assert latest is None or str(latest)[:10] <= AS_OF, f"{table}.{column}: {latest}"


def test_every_account_and_month_has_a_balance_and_the_difference_to_the_reported_one(
    berka: duckdb.DuckDBPyConnection,
) -> None:
    opened = landed("account")["date"]
    opened = opened[opened <= "940228"]
    months = sum((94 - int(day[:2])) * 12 + 2 - int(day[2:4]) + 1 for day in opened)
    balances, compared, bases = one(
        berka,
        "select count(*), count(balance_difference_amount), max(balance_basis) || min(balance_basis) "
        "from warehouse.fct_account_balance_monthly",
    )
    assert balances == months
    assert bases == "derivedderived"
    assert isinstance(compared, int)
    assert compared > 0.95 * months  # an account without a transaction yet has no reported balance


def test_what_the_bank_does_not_have_is_told(berka: duckdb.DuckDBPyConnection) -> None:
    absent = {
        entity
        for (entity,) in berka.execute(
            "select entity_code from marts.source_coverage where source_system = 'berka' and not is_present"
        ).fetchall()
    }
    assert {"employee", "competitor", "survey_response", "ledger", "complaint"} <= absent
    assert one(berka, "select count(*) from marts.customer_satisfaction") == (0,)
