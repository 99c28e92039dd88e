"""What a home holds, in a few lines for a person."""

import json
import shlex
from collections import Counter
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Column, Table

from orchestration.home import Home
from orchestration.ingestion import available_connectors, landed_files
from orchestration.ledger import attempt_totals
from orchestration.publishing import (
    PUBLIC_NAME,
    REMEDY,
    Publication,
    PublicationError,
    publications,
    unreadable,
    verified_publication,
)

COUNTS = """
select
    (select count(*) from warehouse.dim_customer where is_current and customer_key <> -1) as customers,
    (select count(*) from warehouse.dim_account where is_current and account_key <> -1) as accounts,
    (select count(*) from warehouse.fct_transaction) as transactions
"""
CONTRIBUTION = """
select year(month_end_date)::varchar, sum(net_income_amount), sum(economic_profit_amount)
from marts.customer_contribution_monthly group by 1 order by 1
"""
LEDGER = """
select count(*) filter (difference_amount = 0), count(*), max(abs(difference_amount)), count(distinct month_end_date)
from marts.contribution_reconciliation where reconciliation_code <> 'no_ledger'
"""
RESTATED = """
select month_end_date::varchar, count(*), sum(difference_amount), max(restated_on)::varchar
from marts.contribution_restatement where line_code = 'net_income' and difference_amount <> 0 group by 1 order by 1
"""
BEST = """
select month_end_date, 100 * best_20_percent_share, 100 * whale_peak_share
from marts.contribution_concentration_monthly
where profit_measure_code = 'fully_loaded' and scheme_code = 'all' and best_20_percent_share is not null
order by month_end_date desc limit 1
"""
CLASSES = """
select coalesce(label_en, segment_code), count(*) from marts.segment_membership
where scheme_code = 'contribution_class' and is_current group by 1 order by 2 desc
"""
VALUE = """
select count(lifetime_value_finite_amount), sum(lifetime_value_finite_amount), max(horizon_months)
from marts.customer_lifetime_value
"""
FORECAST = """
select fit_date, outcome_months, model_amount, actual_amount
from marts.lifetime_value_backtest where customer_type = 'all'
order by outcome_months desc, fit_date desc, source_system limit 1
"""
AT_RISK = "select count(*), sum(contribution_year_amount) from marts.customer_at_risk"
NPS = """
select wave_name, measure_value, lower_bound, upper_bound, response_count
from marts.customer_satisfaction where measure_code = 'nps' and group_type = 'all' and lower_bound is not null
order by wave_end_date desc limit 1
"""
QUARANTINE = """
select reason, sum(rows_count), string_agg(distinct table_name, ', ' order by table_name)
from marts.quarantine_summary group by 1 order by 2 desc, 1
"""


def print_summary(home: Home, out: Console) -> None:
    """The published batch: size, what each mart says in a line, and what was quarantined or held back."""
    with duckdb.connect(str(home.published / "current" / PUBLIC_NAME), read_only=True) as connection:
        customers, accounts, transactions = connection.execute(COUNTS).fetchone() or (0, 0, 0)
        out.print(f"\n{customers:,} customers, {accounts:,} accounts, {transactions:,} transactions")
        valued, value, horizon = connection.execute(VALUE).fetchone() or (0, None, None)
        if value is not None:
            out.print(f"Value of the book: {value:,.2f} over {horizon} months, {valued:,} customers")
        for fitted, months, expected, came in connection.execute(FORECAST).fetchall():
            out.print(f"Forecast of {fitted} for {months} months: {expected:,.2f} expected, {came:,.2f} came")
        for endangered, amount in connection.execute(AT_RISK).fetchall():
            if endangered:
                out.print(f"At risk: {endangered:,} good customers, with {amount:,.2f} of the year's net income")
        for wave, nps, lower, upper, answers in connection.execute(NPS).fetchall():
            out.print(f"Satisfaction, {wave}: NPS {nps:.1f} ({lower:.1f} to {upper:.1f}), {answers:,} answers")
        for agreeing, lines, difference, months in connection.execute(LEDGER).fetchall():
            if lines:
                out.print(
                    f"Ledger: {agreeing:,} of {lines:,} lines of {months} months agree with it, "
                    f"the largest difference is {difference:,.2f}",
                    soft_wrap=True,
                )
        for month, share, peak in connection.execute(BEST).fetchall():
            out.print(f"Whale curve of {month:%Y-%m}: the best 20 % earn {share:.1f} %, its peak is {peak:.1f} %")
        _print_table(out, "Contribution", ["year", "net income", "economic profit"], connection.execute(CONTRIBUTION))
        restated = ["month", "customers", "net income", "last on"]
        _print_table(out, "Closed months restated", restated, connection.execute(RESTATED))
        _print_table(out, "Contribution class", ["class", "customers"], connection.execute(CLASSES))
        _print_table(out, "Quarantined", ["reason", "rows", "tables"], connection.execute(QUARANTINE))
    held = [
        file
        for source in available_connectors()
        for file in landed_files(home.raw, source)
        if file.status == "held_back"
    ]
    if held:
        out.print(f"{len(held)} files held back, each with its reason: warehouse status")
    out.print(f"\nSQL:    {home.published / 'current' / PUBLIC_NAME}  (schemas marts, warehouse)", soft_wrap=True)
    out.print(f"Checks: {home.docs / 'expectations' / 'index.html'}", soft_wrap=True)


def print_status(home: Home, out: Console) -> None:
    """Files by source, rows by table, checks by layer, and the published batches."""
    out.print(f"Home {home.root}", soft_wrap=True)
    if home.is_open_to_others():
        out.print(f"Other users of this machine can enter it: chmod 700 {shlex.quote(str(home.root))}", soft_wrap=True)
    files = Table("source", "files landed", "held back", "rows landed", "last business date", title="Landed")
    for source in available_connectors():
        found = landed_files(home.raw, source)
        if found:
            status = Counter(file.status for file in found)
            rows = sum(file.rows_landed or 0 for file in found if file.status == "landed")
            last = max(file.business_date for file in found)
            files.add_row(source, str(status["landed"]), str(status["held_back"]), f"{rows:,}", str(last))
    out.print(files)
    for source in available_connectors():
        for file in landed_files(home.raw, source):
            if file.status == "held_back":
                out.print(f"Held back: {file.detail}", soft_wrap=True)
    for database in sorted(home.build.glob("*/bank.duckdb")):
        _print_rows(out, database)
    for path in sorted(home.checks.glob("*.json")):
        out.print(_checks_line(path), soft_wrap=True)
    _print_attempts(out, home)
    current = _current(home, out)
    batches = Table("version", "batch", "as of", "sources", "published at", "", title="Published")
    for fault in unreadable(home):
        out.print(f"Not whole: {fault}", soft_wrap=True)
    for batch in publications(home):
        mark = "current" if current and batch.version == current.version else ""
        sources = ", ".join(batch.sources)
        batches.add_row(f"v{batch.version}", batch.batch_id, batch.as_of, sources, batch.published_at, mark)
    out.print(batches)


def _print_attempts(out: Console, home: Home) -> None:
    status_column = Column("status", overflow="fold", min_width=len("blocked"))
    counted = ("landed", "staged", "quarantined", "failed checks")
    table = Table("", "batch", "as of", "sources", status_column, *counted, title="Attempts, from the batch ledger")
    for attempt in attempt_totals(home.ledger):
        counts = (attempt.rows_landed, attempt.rows_staged, attempt.rows_quarantined, attempt.checks_failed)
        status = f"{attempt.status} at {attempt.stopped_at}" if attempt.stopped_at else attempt.status
        table.add_row(
            *(str(attempt.number), attempt.batch_id, attempt.as_of, attempt.sources, status),
            *("" if count is None else f"{count:,}" for count in counts),
        )
    out.print(table)


def _current(home: Home, out: Console) -> Publication | None:
    """The batch that readers see; says where it cannot be read."""
    try:
        return verified_publication(home)
    except PublicationError as error:
        out.print(f"The current batch: {error}; {REMEDY}", soft_wrap=True)
        return None


def _print_rows(out: Console, database: Path) -> None:
    query = """
        select table_name, sum(rows_landed), sum(rows_staged), sum(rows_quarantined), sum(rows_duplicate)
        from staging.row_reconciliation group by 1 having sum(rows_landed) > 0 order by 1
    """
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(query).fetchall()
    except duckdb.CatalogException:
        return  # a build that was cut short before its first layer was whole
    except duckdb.IOException as error:
        out.print(f"{database} cannot be read: {str(error).splitlines()[0]}", markup=False, soft_wrap=True)
        return
    columns = ["table", "landed", "staged", "quarantined", "duplicate"]
    table = Table(*columns, title=f"Rows of {database.parent.name}")
    for name, *counts in rows:
        table.add_row(name, *(f"{count:,}" for count in counts))
    out.print(table)


def _checks_line(path: Path) -> str:
    try:
        results = json.loads(path.read_text())
    except ValueError:
        return f"Checks {path.stem}: {path} was cut short; the next run writes it anew"
    failed = [result for result in results if not result["success"]]
    names = ", ".join(f"{result['table']}: {result['name']}" for result in failed)
    return f"Checks {path.stem}: {len(results) - len(failed)} of {len(results)} passed" + (
        f" (failed: {names})" if names else ""
    )


def _print_table(out: Console, title: str, columns: list[str], result: duckdb.DuckDBPyConnection) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    rows = result.fetchall()
    if not rows:
        return
    for position, column in enumerate(columns):
        is_number = any(not isinstance(row[position], str) for row in rows)
        table.add_column(column, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*("" if value is None else value if isinstance(value, str) else f"{value:,}" for value in row))
    out.print()
    out.print(table)
