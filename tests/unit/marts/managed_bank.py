"""A simulated bank as the marts of a change of manager see it, without the pipeline in between.

The tables are those that the models read, cut to the columns they use: deposits are those of accounts in the reporting
currency, with their first holder, and every customer is of one class.
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from simulator import simulate
from simulator.laws import Laws
from tests.conftest import REPOSITORY
from tests.unit.marts.rendered_project import RenderedProject

SEEDS = REPOSITORY / "seeds" / "reference"
MODELS = (
    "csat_answer",
    "manager_customer_monthly",
    "manager_change",
    "manager_change_candidate",
    "manager_change_outcome",
    "manager_change_stratum_count",
    "manager_change_measure",
    "manager_change_effect",
)
END = date(2025, 12, 31)

# Every delivered version of a row; the last one holds.
TABLES = """
create view customer_key_number as select customer_id, row_number() over (order by customer_id) as customer_key
from (select distinct customer_id from read_csv('{core}/*/customer_20*.csv', all_varchar = true, union_by_name = true));
create table dim_customer as
select
    customer_key, 'demo' as source_system, customer_type, cast(onboarded_date as date) as onboarded_date,
    cast(nullif(closed_date, '') as date) as closed_date, true as is_current
from read_csv('{core}/*/customer_20*.csv', all_varchar = true, union_by_name = true, filename = true)
inner join customer_key_number using (customer_id)
qualify row_number() over (partition by customer_id order by filename desc) = 1;
create table fct_source_month as
select distinct
    'demo' as source_system, cast(month_end as date) as month_end_date,
    cast(date_trunc('month', cast(month_end as date)) as date) as month_start_date
from read_csv('{core}/*/account_balance_20*.csv.gz', all_varchar = true);
create table customer_month_end as
select customer_key, customers.source_system, month_end_date, customer_type, onboarded_date
from dim_customer as customers inner join fct_source_month as months
on onboarded_date <= month_end_date and coalesce(closed_date, date '9999-12-31') > month_end_date;
create table bridge_customer_manager as
select
    customer_key, cast(substr(employee_id, 2) as bigint) as employee_key, cast(valid_from as date) as valid_from,
    coalesce(cast(nullif(valid_to, '') as date), date '9999-12-31') as valid_to
from read_csv('{staff}/*/employee_assignment_20*.csv', all_varchar = true, filename = true)
inner join customer_key_number using (customer_id)
qualify row_number() over (partition by employee_id, customer_id, valid_from order by filename desc) = 1;
create table fct_customer_position_monthly as
select
    customer_key, cast(month_end as date) as month_end_date,
    cast(sum(cast(end_balance as decimal(18, 2))) as decimal(18, 2)) as deposit_amount
from read_csv('{core}/*/account_balance_20*.csv.gz', all_varchar = true)
inner join (
    select distinct account_id, product_id from read_csv('{core}/*/account_20*.csv', all_varchar = true)
) using (account_id)
inner join (
    select distinct product_id from read_csv('{core}/*/product_20*.csv', all_varchar = true)
    where balance_side = 'deposit'
) using (product_id)
inner join (
    select account_id, min(customer_id) as customer_id
    from read_csv('{core}/*/account_holder_20*.csv', all_varchar = true)
    where holder_role = 'primary' group by account_id
) using (account_id)
inner join customer_key_number using (customer_id)
where currency = 'CNY'
group by customer_key, month_end;
create table customer_class_monthly (customer_key bigint, month_end_date date, class_code varchar);
create table fct_survey_response as
select
    'demo' as source_system, customer_key, question_code, response_id as response_key,
    cast(response_date as date) as response_date, cast(score as integer) as score
from read_json('{desk}/*/survey_response_20*.jsonl', format = 'newline_delimited')
inner join customer_key_number using (customer_id);
create table dim_survey_question as
select 'demo' as source_system, 'csat' as question_code, 'csat' as question_kind, 1 as scale_min, 5 as scale_max;
create table parameter as select * from read_csv('{seeds}/parameter.csv');
create table manager_change_band as select * from read_csv('{seeds}/manager_change_band.csv');
"""


def managed_bank(
    folder: Path,
    seed: int,
    balance_factor: float,
    monkeypatch: pytest.MonkeyPatch,
    customers: int = 1500,
    months: int = 18,
) -> duckdb.DuckDBPyConnection:
    """A bank in which each deposit keeps balance_factor of its balance in the month after a change of manager."""

    def laws(**others: float) -> Laws:
        return Laws(manager_change_balance_factor=balance_factor, **others)

    monkeypatch.setattr("simulator.bank.Laws", laws)
    simulate(customers, months, seed, folder, end=END, dirty=False, transactions_per_month=1.0)
    landing = folder / "landing" / "demo"
    connection, project = duckdb.connect(), RenderedProject()
    connection.execute(f"set variable as_of = date '{END}'; set variable batch_id = 'b'")
    connection.execute("set variable reporting_currency = 'CNY'")
    connection.execute(
        TABLES.format(
            core=landing / "core_banking",
            staff=landing / "human_resources",
            desk=landing / "relationship_desk",
            seeds=SEEDS,
        )
    )
    for model in MODELS:
        connection.execute(f"create table {model} as {project.model(model)}")
    return connection
