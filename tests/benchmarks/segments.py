"""How long the segments of a large bank take: every scheme of the project and segment_membership.

    python -m tests.benchmarks.segments [--customers 1000000] [--months 24] [--memory 12GB] [--folder DIR]

The models are the project's own; what they read is made here, by SQL, with the columns that the project describes.
So a scheme that is added, or an input that gets another column, is measured without a change of this file.
"""

import argparse
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import yaml

from tests.conftest import REPOSITORY
from tests.unit.marts.rendered_project import PROJECT, RenderedProject

SEEDS = REPOSITORY / "seeds" / "reference"
# Built as well, for they are small and hold what schemes read.
ALSO_BUILT = ("dim_parameter_monthly", "dim_segment")
# What one row of a table stands for: k is the customer, n the month from 1, m the month end.
BY_CUSTOMER = "select k, 0 as n, date '2025-12-31' as m from customers"
BY_MONTH = "select 0 as k, n, m from months"
BY_CUSTOMER_AND_MONTH = "select k, n, m from customers cross join months"
FEW = "select range as k, 0 as n, date '2025-12-31' as m from range(40)"
# Tables that are not named get the grain that their columns suggest.
GRAINS = {
    "dim_customer": BY_CUSTOMER,
    "dim_date": BY_MONTH,
    "fct_source_month": BY_MONTH,
    "fct_month_end_rate": BY_MONTH.replace(
        "from", ", code, rate from (values ('CNY', 1.0), ('EUR', 7.8), ('USD', 7.1)) as rates (code, rate) cross join"
    ),
    "bridge_customer_group": f"{BY_CUSTOMER} where k % 50 = 9",
    "fct_financial_statement": BY_CUSTOMER.replace("from", ", year from (values (0), (1)) as years (year) cross join")
    + " where k % 5 = 4 and k % 100 <> 4",
    "fct_customer_income": f"{BY_CUSTOMER} where k % 5 <> 4 and k % 10 <> 0",
}
BEGINNING, OPEN_END = "date '1900-01-01'", "date '9999-12-31'"
# Expressions by column, or by table and column.
COLUMNS = {
    "customer_key": "k",
    "account_key": "k",
    "customer_version_key": "k",
    "branch_key": "k % 40",
    "product_key": "k % 10",
    "source_system": "'demo'",
    "month_end_date": "m",
    "month_start_date": "date_trunc('month', m)",
    "date_day": "m",
    "currency_code": "'CNY'",
    "valid_from": BEGINNING,
    "valid_to": OPEN_END,
    "is_current": "true",
    "closed_date": "null",
    "dim_customer.customer_type": "case when k % 5 <> 4 then 'individual' when k % 100 = 4 then 'public_body'"
    " when k % 100 = 14 then 'financial_institution' else 'corporate' end",
    "industry_code": "case when k % 5 = 4 then"
    " ['A01', 'C13', 'E47', 'F51', 'F52', 'G54', 'H62', 'I65', 'K70', 'L72', 'S90', null][1 + k // 5 % 12] end",
    "industry_section": "case when k % 5 = 4 then"
    " ['A', 'C', 'E', 'F', 'F', 'G', 'H', 'I', 'K', 'L', 'S', null][1 + k // 5 % 12] end",
    "registration_country": "case when k % 97 = 0 then 'JP' when k % 89 <> 0 then 'CN' end",
    "foreign_ownership_share": "case when k % 5 = 4 then k % 41 / 100.0 end",
    "residence_region": "'R' || k % 43",
    "region_code": "'R' || k % 40",
    "residence_type": "['urban', 'suburban', 'rural', null][1 + k % 4]",
    "birth_year": "1935 + k % 70",
    "marital_status": "['single', 'married', 'divorced', 'widowed', null][1 + k % 5]",
    "employment_status": "['employed', 'self_employed', 'retired', 'student', 'unemployed', null][1 + k % 6]",
    "children_count": "k % 4",
    "youngest_child_birth_year": "case when k % 4 > 0 then 2000 + k % 25 end",
    "onboarded_date": "date '2015-01-01' + cast(k % 3600 as integer)",
    "known_from_date": "date '2024-01-31'",
    "fiscal_year_end_date": "make_date(2023 + year, 12, 31)",
    "next_fiscal_year_end_date": f"case year when 0 then date '2024-12-31' else {OPEN_END} end",
    "fct_financial_statement.revenue_amount": "(k * 7919 + year * 104729) % 600000000",
    "fct_financial_statement.total_assets_amount": "(k * 6007 + year * 15485863) % 900000000",
    "fct_financial_statement.employee_count": "(k * 31 + year * 17) % 1200",
    "income_date": "date '2024-01-31'",
    "next_income_date": OPEN_END,
    "annual_income_amount": "k * 37 % 900000",
    "wealth_amount": "k * 7919 % 9000000",
    "fct_month_end_rate.currency_code": "code",
    "fct_month_end_rate.exchange_rate": "rate + case when rate = 1 then 0 else n * 0.01 end",
    "product_count": "1 + k % 4",
    "customer_initiated_count": "hash(k, n) % 30",
    "exposure_amount": "case when k % 5 = 4 then (k * 13 + n * 90001) % 12000000 else 0 end",
    "deposit_amount": "(k * 101 + n * 7001) % 400000",
    "net_income_amount": "cast(hash(k, n) % 2000 as integer) - 600",
}
BY_TYPE = {
    "bigint": "k % 1000",
    "integer": "k % 10",
    "boolean": "k % 2 = 0",
    "date": "date '2024-01-31'",
    "varchar": "'x'",
}


def described() -> dict[str, dict[str, str]]:
    """Columns and types of every model and seed, as the project's YAML has them."""
    tables: dict[str, dict[str, str]] = {}
    for path in [*(PROJECT / "models").rglob("*.yml"), *SEEDS.glob("*.yml")]:
        content: dict[str, Any] = yaml.safe_load(path.read_text()) or {}
        for model in content.get("models", []):
            columns = model.get("columns", [])
            tables[model["name"]] = {column["name"]: column.get("data_type", "varchar") for column in columns}
        for seed in content.get("seeds", []):
            tables[seed["name"]] = seed["config"]["column_types"]
    return tables


def grain(table: str, columns: dict[str, str]) -> str:
    """The query that makes the keys of a table's rows."""
    if table in GRAINS:
        return GRAINS[table]
    by_customer = bool({"customer_key", "account_key"} & columns.keys())
    if "month_end_date" in columns:
        return BY_CUSTOMER_AND_MONTH if by_customer else BY_MONTH
    return BY_CUSTOMER if by_customer else FEW


def value(table: str, column: str, data_type: str) -> str:
    """A column's expression, cast to its type; where none is named, anything of the type."""
    kind = re.split(r"[\s(]", data_type)[0].lower()
    salted = f"hash(k, '{column}')"
    fallback = BY_TYPE.get(
        kind, f"{salted} % 100 / 100.0" if column.endswith(("_rate", "_share")) else f"{salted} % 10000"
    )
    return f"cast({COLUMNS.get(f'{table}.{column}', COLUMNS.get(column, fallback))} as {data_type})"


def make_input(bank: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    """A seed as it is; any other table by its described columns."""
    seed = SEEDS / f"{table}.csv"
    if seed.exists():
        bank.execute(f"create table {table} as from read_csv('{seed}', header = true, types = {columns})")
        return
    selected = ", ".join(f"{value(table, name, kind)} as {name}" for name, kind in columns.items())
    bank.execute(f"create table {table} as select {selected} from ({grain(table, columns)}) as keys")


def in_order(project: RenderedProject, models: list[str], done: set[str]) -> Iterator[tuple[str, bool]]:
    """Every model that these need, and is built here, or input, each after what it reads."""
    segmentation = {path.stem for path in (PROJECT / "models" / "marts" / "segmentation").rglob("*.sql")}
    for model in models:
        if model in done:
            continue
        done.add(model)
        is_built = model in segmentation or model in ALSO_BUILT
        if is_built:
            yield from in_order(project, project.reads(model), done)
        yield model, is_built


def measure(customers: int, months: int, memory: str, folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds and processor seconds of each model, two threads, in one file."""
    project, tables = RenderedProject(), described()
    measured: dict[str, tuple[float, float]] = {}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "memory_limit": memory,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(str(folder / "segments.duckdb"), config=settings) as bank:
        bank.execute(
            f"""
            set variable as_of = '2025-12-31'; set variable batch_id = 'benchmark'; set variable key_secret = 'k';
            set variable reporting_currency = 'CNY';
            create table customers as select range as k from range({customers});
            create table months as
            select range as n, last_day(date '2025-12-01' - to_months(cast({months} - range as integer))) as m
            from range(1, {months} + 1)
            """
        )
        for name, is_built in in_order(project, ["segment_membership"], set()):
            if not is_built:
                make_input(bank, name, tables[name])
                continue
            began, began_cpu = time.monotonic(), time.process_time()
            bank.execute(f"create table {name} as {project.model(name)}")
            seconds, cpu = measured[name] = (time.monotonic() - began, time.process_time() - began_cpu)
            (rows,) = bank.execute(f"select count(*) from {name}").fetchall()[0]
            print(f"{name:44}{seconds:8.1f} s{cpu:8.1f} s of processor{rows:14,} rows", flush=True)
        schemes = bank.execute(
            "select scheme_code, count(*), count(distinct segment_code) from segment_membership group by 1"
        )
        for scheme, spans, segments in sorted(schemes.fetchall()):
            print(f"  {scheme:42}{spans:14,} spans in {segments} segments")
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--memory", default="12GB")
    parser.add_argument("--folder", type=Path, help="where to work; emptied afterwards only if it is not given")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measured = measure(options.customers, options.months, options.memory, folder)
    finally:
        if not options.folder:
            shutil.rmtree(folder)
    seconds, cpu = (sum(figures) for figures in zip(*measured.values(), strict=True))
    print(f"{options.customers:,} customers x {options.months} months: {seconds:.1f} s, {cpu:.1f} s of processor")


if __name__ == "__main__":
    main()
