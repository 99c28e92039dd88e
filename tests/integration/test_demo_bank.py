"""What the published demo bank says agrees with the simulator's answer key, which no part of the pipeline made."""

from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq


def test_quarantine_counts_equal_the_answer_key_kind_by_kind(build: duckdb.DuckDBPyConnection, bank: Path) -> None:
    planted = pd.read_csv(bank / "answer_key" / "dirty_rows.csv")
    planted = planted[~planted["kind"].isin(["exact_duplicate"])]
    expected = Counter(zip(planted["table"], planted["kind"], strict=True))
    found = build.execute(
        "select table_name, reason, count(*) from staging.quarantine where source_system = 'demo' group by 1, 2"
    ).fetchall()
    assert {(table, reason): count for table, reason, count in found} == dict(expected)


def test_no_row_is_lost(build: duckdb.DuckDBPyConnection) -> None:
    lost = build.execute(
        "select * from staging.row_reconciliation where rows_landed <> rows_staged + rows_quarantined + rows_duplicate"
    ).fetchall()
    assert lost == []


def test_held_back_files_are_those_that_do_not_match_their_manifest(
    build: duckdb.DuckDBPyConnection, bank: Path
) -> None:
    planted = pd.read_csv(bank / "answer_key" / "held_back_files.csv")
    found = build.execute("select source_file, reason from staging.landed_file where status = 'held_back'").fetchall()
    assert sorted(found) == sorted(planted[["file", "reason"]].itertuples(index=False, name=None))


def test_balances_reconcile_with_transactions_to_the_cent(published: duckdb.DuckDBPyConnection) -> None:
    accounts, largest = published.execute(
        "select count(*), max(abs(balance_difference_amount)) from warehouse.fct_account_balance_monthly"
    ).fetchone() or (0, None)
    assert accounts > 1000
    assert largest == 0


def test_contribution_equals_the_answer_key_for_every_customer_and_month(
    build: duckdb.DuckDBPyConnection, bank: Path
) -> None:
    truth = bank / "answer_key" / "contribution.parquet"
    columns = [name for name in pq.read_schema(truth).names if name not in ("customer_number", "month_end_date")]
    assert {"interest_income", "operating_cost", "tax", "economic_profit", "revaluation_difference"} <= set(columns)
    differs = " or ".join(f"t.{name} is distinct from m.{name}_amount" for name in columns)
    rows, wrong, alone = build.execute(
        f"""
        with mart as (
            select customer_number, m.* from marts.customer_contribution_monthly as m
            join private.key_customer using (customer_key)
        )
        select
            count(*),
            count(*) filter (where t.customer_number is not null and m.customer_number is not null and ({differs})),
            count(*) filter (where t.customer_number is null or m.customer_number is null)
        from read_parquet('{truth}') as t
        full join mart as m on t.customer_number = m.customer_number and t.month_end_date = m.month_end_date
        """
    ).fetchone() or (0, 0, 0)
    assert rows > 3000
    assert (wrong, alone) == (0, 0)


def test_every_line_of_every_month_reconciles_with_the_ledger_to_the_cent(
    published: duckdb.DuckDBPyConnection,
) -> None:
    lines = published.execute(
        """
        select line_code, count(*), bool_and(reconciliation_code = 'reconciled'), max(abs(difference_amount))
        from marts.contribution_reconciliation group by all
        """
    ).fetchall()
    assert {line for line, *_ in lines} == {
        *("INTEREST_INCOME", "INTEREST_EXPENSE", "NET_INTEREST_INCOME", "FEE_INCOME", "FEE_REFUND", "EXPECTED_LOSS"),
        *("OPERATING_COST", "TAX", "NET_INCOME", "REVALUATION", "RETURN_ON_CAPITAL"),
    }
    for line, *found in lines:
        assert found == [14, True, 0], line


def test_the_statement_of_the_bank_differs_where_the_answer_key_says(
    build: duckdb.DuckDBPyConnection, bank: Path
) -> None:
    planted = bank / "answer_key" / "statement_differences.csv"
    found = build.execute(
        """
        select customer_number, month_end_date::varchar, stated_net_income_amount::varchar,
               computed_net_income_amount::varchar
        from marts.contribution_statement_comparison join private.key_customer using (customer_key)
        where comparison_code <> 'equal'
        """
    ).fetchall()
    expected = pd.read_csv(planted, dtype=str)
    assert len(expected) > 10
    assert sorted(found) == sorted(expected.itertuples(index=False, name=None))


def test_every_mart_says_its_batch_and_date(published: duckdb.DuckDBPyConnection) -> None:
    marts = published.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' "
        "union all select view_name from duckdb_views() where schema_name = 'marts'"
    ).fetchall()
    assert len(marts) >= 6
    empty = set()
    for (mart,) in marts:
        batches = published.execute(f"select distinct as_of_date::varchar, batch_id from marts.{mart}").fetchall()
        if not batches:
            empty.add(mart)
            continue
        assert len(batches) == 1, mart
        assert batches[0][0] == "2025-12-31"
    assert empty == {"competitor_complaint_summary"}  # the bank hears nothing of complaints about others


def test_every_published_table_and_column_has_a_comment(published: duckdb.DuckDBPyConnection) -> None:
    tables = published.execute(
        "select table_name from duckdb_tables() where coalesce(comment, '') = '' "
        "union all select view_name from duckdb_views() where not internal and coalesce(comment, '') = ''"
    ).fetchall()
    columns = published.execute(
        "select table_name || '.' || column_name from duckdb_columns() "
        "where database_name = 'bank' and not internal and coalesce(comment, '') = ''"
    ).fetchall()
    assert tables == []
    assert columns == []


def test_no_identifier_of_a_person_is_published(published: duckdb.DuckDBPyConnection) -> None:
    forbidden = {"full_name", "employee_name", "national_id", "uscc", "iban", "phone", "email"}
    forbidden |= {"customer_number", "account_number", "employee_number", "complaint_text", "note_text"}
    columns = {name for (name,) in published.execute("select column_name from duckdb_columns()").fetchall()}
    assert columns & forbidden == set()
