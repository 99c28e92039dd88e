"""A bank just big enough for every committed suite, and the ways in which it can be ruined."""

from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2024, 3, 31)

GOOD = """
create schema landed;
create table landed.demo__transaction as
select
    'T' || n as transaction_id, 'A' || n % 50 as account_id, '10.00' as amount,
    if(n % 2 = 0, 'CRDT', 'DBIT') as credit_debit, 'online' as channel, 'purchase' as purpose
from range(600) r(n);
create table landed.demo__account_balance as
select 'A' || n as account_id, '2024-03-31' as month_end, '10.00' as average_balance from range(50) r(n);
create table landed.demo__customer as
select 'C' || n as customer_id, 'individual' as customer_type, 'B1' as branch_id from range(50) r(n);
create table landed.demo__account as
select 'A' || n as account_id, 'P1' as product_id, 'CNY' as currency from range(50) r(n);
create table landed.demo__complaint as
select 'K' || n as complaint_id, 'C1' as customer_id, 'delay' as cause_code from range(50) r(n);
create table landed.demo__ledger as
select '10.00' as amount, 'TAX' as line_code from range(3) r(n);
create table landed.berka__trans as
select n::varchar as trans_id, '1' as account_id, '10.0' as amount, 'PRIJEM' as type from range(50) r(n);
create table landed.berka__account as select n::varchar as account_id, '930101' as date from range(50) r(n);
create table landed.berka__client as
select n::varchar as client_id, '450204' as birth_number from range(50) r(n);

create schema staging;
create table staging.landed_file as
select
    'demo' as source_system, 'core_banking' as system_name, name as table_name, name || '.csv' as source_file,
    'landed' as status, null::varchar as reason, date '2024-03-31' as delivered_on, 200 as rows_declared,
    200 as rows_landed, 10.00 as control_total_declared, 10.00 as control_total_landed, '' as new_columns
from (values ('transaction'), ('account'), ('fee')) names(name);
create table staging.row_reconciliation as
select
    source_system, table_name, source_file, rows_landed, 199 as rows_staged, 1 as rows_quarantined,
    0 as rows_duplicate
from staging.landed_file;
create table staging.quarantine as select source_system, table_name from staging.row_reconciliation;

create schema contract;
create table contract.contract_transaction as
select 'demo' as source_system, 'T' || n as transaction_number from range(600) r(n);
create table contract.contract_customer as
select 'demo' as source_system, 'C' || n as customer_number from range(50) r(n);
create table contract.contract_account as
select 'demo' as source_system, 'A' || n as account_number from range(50) r(n);

create schema warehouse;
create table warehouse.fct_transaction as
select
    'demo' as source_system, n % 50 as account_key,
    date '2024-01-31' + interval (n // 200) month as booking_at,
    booking_at::date as booking_date, date_trunc('month', booking_at)::date as booking_month,
    if(n % 2 = 0, 'CRDT', 'DBIT') as credit_debit_indicator, 10.00::decimal(18, 2) as amount,
    10.00::decimal(18, 2) as reporting_amount
from range(600) r(n);
create table warehouse.fct_account_balance_monthly as
select
    'demo' as source_system, account_key, last_day(booking_date) as month_end_date,
    0.00::decimal(18, 2) as balance_difference_amount, 10.00::decimal(18, 2) as reporting_end_balance_amount
from warehouse.fct_transaction group by all;
create table warehouse.dim_customer as
select
    'demo' as source_system, n as customer_key, 'individual' as customer_type, 1980 as birth_year,
    1 as branch_key, date '2020-01-01' as onboarded_date, date '2023-01-01' as closed_date, true as is_current
from range(50) r(n)
union all select 'unknown', -1, 'unknown', null, -1, date '1900-01-01', null, true;
create table warehouse.dim_account as
select
    'demo' as source_system, n as account_key, 1 as product_key, 0.05::double as interest_rate,
    date '2020-01-01' as opened_date, date '2023-01-01' as closed_date
from range(50) r(n)
union all select 'unknown', -1, -1, null, date '1900-01-01', null;
create table warehouse.fct_fee as
select
    'demo' as source_system, account_key, booking_date, booking_month, 'fee' as fee_kind,
    amount, reporting_amount
from warehouse.fct_transaction;
create table warehouse.fct_ledger as
select 'demo' as source_system, month_end_date, line_code, 10.00::decimal(18, 2) as amount
from
    (select distinct month_end_date from warehouse.fct_account_balance_monthly),
    (select unnest(['INTEREST_INCOME', 'INTEREST_EXPENSE', 'FEE_INCOME', 'FEE_REFUND', 'EXPECTED_LOSS',
        'OPERATING_COST', 'TAX', 'REVALUATION']) as line_code);
create table warehouse.fct_complaint as
select date '2024-01-01' as opened_date, date '2024-01-09' as closed_date, n as customer_key
from range(50) r(n);
create table warehouse.dim_survey_question as
select 'demo' as source_system, 'Q1' as question_code, 1 as scale_min, 5 as scale_max;
create table warehouse.fct_survey_response as
select
    'demo' as source_system, 'Q1' as question_code, 4 as score, n as customer_key,
    date '2024-02-01' as response_date
from range(50) r(n);
create table warehouse.dim_competitor as
select * from (values (7, 'own_bank'), (8, 'bank')) competitors(competitor_key, competitor_type);
create table warehouse.fct_market_share as
select
    date '2024-03-31' as period_end_date, 'savings' as product_group, competitor_key,
    100.00 as volume_amount
from warehouse.dim_competitor;
create table warehouse.bridge_account_holder as
select n as account_key, n as customer_key, 1.0 as holder_weight, date '1900-01-01' as valid_from
from range(50) r(n)
union all select -1, -1, 1.0, date '1900-01-01';

create schema marts;
create table marts.customer_contribution_monthly as
select
    'demo' as source_system, account_key as customer_key, month_end_date, date '2024-03-31' as as_of_date,
    0.15::double as raroc_rate, 10.00::decimal(18, 2) as net_income_amount
from warehouse.fct_account_balance_monthly;
create table marts.contribution_statement_comparison as
select source_system, customer_key, month_end_date, 'equal' as comparison_code
from marts.customer_contribution_monthly;
create table marts.contribution_reconciliation as
select source_system, month_end_date, line_code, 'reconciled' as reconciliation_code from warehouse.fct_ledger;
create table marts.segment_membership as
select
    'demo' as source_system, n as customer_key, 'organisation' as scheme_code,
    if(n % 2 = 0, 'large', 'small') as segment_code, true as is_current
from range(200) r(n);
create table marts.customer_lifetime_value as
select
    n as customer_key, 0.99::double as monthly_retention_rate, 100.00 as lifetime_value_finite_amount,
    null::varchar as reason
from range(50) r(n);
create table marts.customer_satisfaction as
select
    measure_code, 'all' as group_type, 50 as response_count, 0.8::double as measure_value, 0.7 as lower_bound,
    0.9 as upper_bound, false as is_too_small
from (values ('csat'), ('nps')) measures(measure_code);
create table marts.source_coverage as
select 'demo' as source_system, entity_code, true as is_present, null::varchar as consequence
from (values ('customer'), ('account'), ('account_holder'), ('transaction'), ('ledger')) e(entity_code);
create table marts.quarantine_summary as
select source_system, table_name, 'bad_type' as reason, count(*) as rows_count
from staging.quarantine group by all;
"""

# Nothing has come.
EMPTY = """
truncate landed.demo__transaction; truncate landed.demo__account_balance; truncate landed.demo__customer;
truncate landed.demo__account; truncate landed.demo__complaint; truncate landed.demo__ledger;
truncate landed.berka__trans; truncate landed.berka__account; truncate landed.berka__client;
truncate staging.landed_file; truncate staging.row_reconciliation;
truncate warehouse.fct_transaction; truncate warehouse.fct_account_balance_monthly;
delete from warehouse.dim_customer where customer_key <> -1;
delete from warehouse.dim_account where account_key <> -1;
truncate warehouse.fct_fee; truncate warehouse.fct_ledger; truncate warehouse.fct_complaint;
truncate warehouse.fct_survey_response; truncate warehouse.fct_market_share;
delete from warehouse.bridge_account_holder where account_key <> -1;
truncate marts.customer_contribution_monthly; truncate marts.segment_membership;
truncate marts.customer_lifetime_value; truncate marts.customer_satisfaction;
"""

# What has come is old, February is missing from the history and January from the mart.
STALE = """
update staging.landed_file set delivered_on = date '2024-02-01';
delete from warehouse.fct_transaction where booking_month = date '2024-02-01';
update warehouse.fct_account_balance_monthly set month_end_date = date '2024-01-31';
update warehouse.fct_ledger set month_end_date = date '2024-01-31';
delete from marts.customer_contribution_monthly where month_end_date = date '2024-01-31';
"""

# Half of the latest month is missing, and so are the balances of February.
CUT = """
delete from warehouse.fct_account_balance_monthly where month_end_date = date '2024-02-29';
delete from warehouse.fct_transaction where booking_month = date '2024-03-01';
update warehouse.fct_transaction set booking_date = date '2024-01-31';
insert into warehouse.fct_transaction by name
select * replace (date '2024-02-01' as booking_month) from warehouse.fct_transaction limit 20;
delete from warehouse.fct_transaction where booking_month = date '2024-02-01' and rowid % 3 > 0;
"""

# Values are wrong everywhere.
WRONG = """
update landed.demo__transaction set
    transaction_id = null, account_id = null, amount = null, credit_debit = 'C', channel = 'fax',
    purpose = '?';
update landed.demo__account_balance set account_id = null, month_end = null, average_balance = null;
update landed.demo__customer set customer_id = null, customer_type = 'robot', branch_id = null;
update landed.demo__account set account_id = null, product_id = null, currency = null;
update landed.demo__complaint set complaint_id = null, customer_id = null, cause_code = null;
update landed.demo__ledger set amount = null, line_code = null;
update landed.berka__trans set trans_id = null, account_id = null, amount = null, type = '?';
update landed.berka__account set account_id = null, date = null;
update landed.berka__client set client_id = null, birth_number = null;

update staging.landed_file set status = 'held_back', reason = 'missing_column' where table_name = 'fee';
update staging.landed_file set
    new_columns = 'colour', rows_landed = 1, control_total_landed = 9.99 where table_name = 'account';
update staging.row_reconciliation set rows_staged = 0, rows_duplicate = 150;
insert into staging.quarantine select 'demo', 'account' from range(100);

update warehouse.fct_transaction set
    account_key = -1, booking_date = date '2024-04-01', credit_debit_indicator = 'CRDT', amount = 1e9,
    reporting_amount = null;
delete from contract.contract_transaction where transaction_number = 'T1';
delete from contract.contract_customer where customer_number = 'C1';
insert into contract.contract_account values ('demo', 'A99');
update warehouse.fct_account_balance_monthly set
    account_key = -1, month_end_date = date '2024-04-30', balance_difference_amount = 2,
    reporting_end_balance_amount = null;
update warehouse.dim_customer set birth_year = null, branch_key = -1, closed_date = date '2019-01-01';
update warehouse.dim_customer set birth_year = 2030 where customer_key < 9;
update warehouse.dim_account set
    product_key = -1, interest_rate = 5, opened_date = date '2024-04-01', closed_date = date '2019-01-01';
update warehouse.fct_fee set
    account_key = -1, booking_date = date '2024-04-01', fee_kind = 'refund';
update warehouse.fct_fee set reporting_amount = null where rowid = 0;
delete from warehouse.fct_ledger where line_code = 'TAX';
update warehouse.fct_ledger set amount = -1;
update warehouse.fct_complaint set opened_date = date '2024-04-01', customer_key = -1;
update warehouse.fct_survey_response set response_date = date '2024-04-01', customer_key = -1, score = 9;
update warehouse.fct_survey_response set question_code = 'Q9' where rowid = 0;
update warehouse.fct_market_share set competitor_key = -1, volume_amount = -1;
update warehouse.bridge_account_holder set customer_key = -1, holder_weight = 0;
insert into warehouse.bridge_account_holder select 1, n, 1, date '1900-01-01' from range(20) r(n);

update marts.customer_contribution_monthly set
    as_of_date = date '2024-02-29', month_end_date = date '2024-04-30', raroc_rate = 1000,
    net_income_amount = -1;
update marts.contribution_statement_comparison set
    comparison_code = if(customer_key % 2 = 0, 'differs', 'not_computed');
update marts.contribution_reconciliation set reconciliation_code = 'no_ledger';
update marts.segment_membership set segment_code = 'unknown';
update marts.customer_lifetime_value set monthly_retention_rate = 1.5, lifetime_value_finite_amount = null;
update marts.customer_satisfaction set response_count = 0, measure_value = 101, is_too_small = true;
update marts.source_coverage set is_present = false;
update marts.quarantine_summary set reason = 'dislike';
"""

RUINED = {"empty": EMPTY, "stale": STALE, "cut": CUT, "wrong": WRONG}


def make_bank(home: Path, ruin: str = "") -> None:
    """A build database `build.duckdb` and a raw zone `raw/` under home."""
    with duckdb.connect(str(home / "build.duckdb")) as connection:
        connection.execute(GOOD + ruin)
        tables = connection.execute("from duckdb_tables() select table_name where schema_name = 'landed'")
        for (name,) in tables.fetchall():
            _land(connection, home / "raw", name, ruin)


def _land(connection: duckdb.DuckDBPyConnection, raw: Path, name: str, ruin: str) -> None:
    source, table = name.split("__")
    delivered = date(2024, 1, 31) if ruin == STALE else AS_OF
    sha = name.encode().hex().ljust(64, "0")
    folder = raw / source / table
    folder.mkdir(parents=True)
    (rows,) = connection.execute(f"select count(*) from landed.{name}").fetchone() or (0,)
    connection.execute(
        f"copy (select *, '{sha}' as _file_sha256, date '{delivered}' as _business_date,"
        f" date '{delivered}' as _delivered_on from landed.{name}) to '{folder / sha}.parquet'"
    )
    parsed = rows + 1 if ruin == WRONG else rows
    (folder / f"{sha}.json").write_text(
        f'{{"source": "{source}", "table": "{table}", "file": "{table}.csv", "sha256": "{sha}",'
        f' "business_date": "{delivered}", "delivered_on": "{delivered}", "rows_parsed": {parsed},'
        ' "status": "landed"}'
    )
