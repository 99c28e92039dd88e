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
create table landed.fdic_sod__branch_deposit as
select
    '14' as "CERT", n::varchar as "UNINUMBR", '10' as "DEPSUMBR", '1001' as "STCNTYBR", 'S' || n as "STALPBR"
from range(51) r(n);
create table landed.cfpb_complaints__complaint as
select
    'Bank' as "Company", 'Mortgage' as "Product", 'Yes' as "Timely response?", 'No' as "Consumer disputed?"
from range(50) r(n);

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
create table warehouse.dim_survey_wave as select 'demo' as source_system, 'W1' as wave_number;
create table warehouse.fct_survey_response as
select
    'demo' as source_system, 'W1' as wave_number, 'Q1' as question_code, 4 as score, n as customer_key,
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
create table marts.competitor_profile as
select
    'demo' as source_system, n as competitor_key, 0.5 as volume_share_rate, 100.00 as volume_amount,
    50.0 as strength_index, null::varchar as reason
from range(2) r(n);
create table marts.share_of_wallet as
select
    n as customer_key, 0.5 as estimated_share_of_wallet_rate, 100.00 as estimated_wallet_amount,
    null::varchar as estimate_missing_reason, 0.5 as rank_based_share_of_wallet_rate,
    null::varchar as rank_missing_reason
from range(200) r(n);
create table marts.customer_lifetime_value as
select
    n as customer_key, 0.99::double as monthly_retention_rate, 0.9::double as alive_probability,
    100.00 as lifetime_value_finite_amount, 10.00 as lifetime_value_lower_90_amount,
    50.00 as lifetime_value_lower_50_amount, 150.00 as lifetime_value_upper_50_amount,
    300.00 as lifetime_value_upper_90_amount, 'model' as recommended_source, 10.00 as model_mae_amount,
    12.00 as last_year_mae_amount, 15.00 as class_average_mae_amount, null::varchar as reason
from range(50) r(n);
create table marts.cohort_retention as
select
    'demo' as source_system, 'customer_type' as cohort_kind, 'individual' as cohort_code, n as age_months,
    40 as at_risk_count, 1 as closed_count, 1 - n / 100 as survival_rate, 0.5 as survival_lower_bound,
    1.0 as survival_upper_bound, 0.9 as model_survival_rate
from range(1, 10) r(n);
create table marts.lifetime_model_parameter as
select
    parameter_code, 1.5::double as estimate, 1.0::double as lower_bound, 2.0::double as upper_bound,
    true as converged, 'derived' as fit_basis, null::varchar as reason
from (values ('alpha'), ('beta')) parameters(parameter_code);
create table marts.product_lifetime_value as
select n as product_key, 10 as customer_count, 100.00 as lifetime_value_finite_amount from range(5) r(n);
create table marts.household_lifetime_value as
select
    n as household_key, n < 5 as is_household, if(n < 5, 2, 1) as customer_count, 0 as without_value_count,
    100.00 as lifetime_value_finite_amount
from range(20) r(n);
create table marts.group_lifetime_value as
select household_key as group_key, is_household as is_group, * exclude (household_key, is_household)
from marts.household_lifetime_value;
create table marts.lifetime_value_backtest as
select
    date '2023-03-31' as fit_date, 'all' as customer_type, 12 as outcome_months, 500 as customer_count,
    0.5::double as inside_50_share, 0.9::double as inside_90_share, 0.02::double as model_bias_share;
create table marts.lifetime_holdout as
select
    'all' as customer_type, 'model' as recommended_source, 10.00 as model_mae_amount, 12.00 as last_year_mae_amount,
    15.00 as class_average_mae_amount;
create table marts.customer_satisfaction as
select
    'W1' as wave_number, measure_code, 'all' as group_type, 50 as response_count, 0 as off_scale_count,
    0 as off_book_count, 0 as repeated_count, 0 as incomplete_count, 0.8::double as measure_value,
    0.7 as lower_bound, 0.9 as upper_bound, 0 as value_min, 1 as value_max, null::varchar as reason,
    0.8::double as weighted_value, 0.7 as weighted_lower_bound, 0.9 as weighted_upper_bound,
    48.0 as effective_response_count, 400 as population_count, 400 as covered_population_count,
    false as is_too_small
from (values ('csat'), ('nps')) measures(measure_code);
create table marts.satisfaction_by_segment as
select 'organisation' as scheme_code, 'large' as segment_code, * from marts.customer_satisfaction;
create table marts.survey_weight as
select 'individual' as stratum_code, 1.0::double as relative_weight, 8.0 as weight, null::varchar as reason;
create table marts.expectation_gap as
select
    'W1' as wave_number, 'all' as group_type, 6.0 as expectation_value, 5.0 as perception_value, -1.0 as gap_value,
    -1.2 as gap_lower_bound, -0.8 as gap_upper_bound, 'first_wave' as reading_code;
create table marts.complaint_summary as
select
    'all' as group_type, 'month' as period_type, '2023-06' as period_code, date '2023-06-30' as period_end_date,
    10 as complaint_count, 0 as open_count, 0 as wrongly_dated_count, 20.0 as complaints_per_thousand_rate,
    9.6 as complaints_per_thousand_lower_bound, 36.8 as complaints_per_thousand_upper_bound,
    null::varchar as rate_reason, 0.8 as first_contact_resolution_share,
    0.49 as first_contact_resolution_lower_bound, 0.94 as first_contact_resolution_upper_bound,
    0.1 as repeat_share, 0.02 as repeat_lower_bound, 0.4 as repeat_upper_bound, 3 as median_resolution_days,
    40 as ninety_percent_resolution_days, null::varchar as resolution_reason;
create table marts.employee_satisfaction as
select 12 as response_count, 0.8 as favourable_share, 0.5 as lower_bound, 0.9 as upper_bound;
create table marts.employee_turnover as
select 'all' as group_type, 12 as employee_count, 0.2 as turnover_share, 0.1 as lower_bound, 0.4 as upper_bound;
create table marts.employee_portfolio as
select
    employee_key, date '2024-03-31' as month_end_date, 10 as customer_count, 5 as response_count,
    4 as satisfied_count, 0.8 as satisfied_share, null::varchar as satisfied_missing_reason
from (values (-1), (1)) employees(employee_key);
create table marts.manager_change_effect as
select
    'deposits_before' as outcome_code, 'all' as group_type, 0.01 as effect_value, 0.02::double as standard_error,
    -0.03 as lower_bound, 0.05 as upper_bound, false as is_too_small, null::varchar as reason;
create table marts.churn_events as
select
    date '2024-03-01' as event_date, null::date as reactivated_date, 'none_given' as reason_code,
    null::varchar as missing_reason, date '2024-03-31' as as_of_date;
create table marts.churn_rate_monthly as
select
    'relationship_closure' as definition_code, 'all' as group_type, 100 as at_risk_count, 1 as lost_count,
    0.01 as churn_rate, 0.0018 as lower_bound, 0.0545 as upper_bound, 100 as year_at_risk_count, 10 as year_lost_count,
    0.1 as year_churn_rate, 0.0552 as year_lower_bound, 0.1744 as year_upper_bound, false as is_too_small;
create table marts.churn_risk as
select 0.02 as closure_probability, 0.02 as model_probability, null::varchar as missing_reason from range(2);
create table marts.customer_at_risk as
select
    'complaints 1 > 0' as satisfaction_reason, 'not falling' as balance_reason, 100.00 as contribution_year_amount,
    1 as employee_key;
create table marts.source_coverage as
select 'demo' as source_system, entity_code, true as is_declared, true as is_present, null::varchar as consequence
from (values ('customer'), ('account'), ('account_holder'), ('transaction'), ('ledger')) e(entity_code);
create table marts.market_share as
select
    'demo' as source_system, date '2024-03-31' as period_end_date, 'savings' as product_group,
    'region' as region_level, 'R' as region_code, 'CNY' as currency_code, 'bank' as participant_level,
    0.5 as market_share
from range(2) r(n);
create table marts.market_concentration as
select
    'demo' as source_system, date '2024-03-31' as period_end_date, 'savings' as product_group,
    'region' as region_level, 'R' as region_code, 'CNY' as currency_code, 'bank' as participant_level,
    'as_is' as scenario_code, date '2024-03-31' as scenario_date, guideline_scope, 5000::double as hhi_points,
    0::double as hhi_change_points, 2 as participant_count
from (values ('general'), ('bank_merger')) guidelines(guideline_scope);
create table marts.location_quotient as
select 'demo' as source_system, 1.5 as location_quotient, 'above_average' as location_reading;
create table marts.competitor_complaint_summary as
select
    'cfpb_complaints' as source_system, 8 as competitor_key, product_name, 50 as complaint_count,
    0.9 as timely_share, 0.8 as timely_share_lower_bound, 1.0 as timely_share_upper_bound,
    0.2 as disputed_share, 0.1 as disputed_share_lower_bound, 0.3 as disputed_share_upper_bound
from (values ('all'), ('Mortgage')) products(product_name);
create table marts.quarantine_summary as
select source_system, table_name, 'bad_type' as reason, count(*) as rows_count
from staging.quarantine group by all;
"""

# Nothing has come.
EMPTY = """
truncate landed.demo__transaction; truncate landed.demo__account_balance; truncate landed.demo__customer;
truncate landed.demo__account; truncate landed.demo__complaint; truncate landed.demo__ledger;
truncate landed.berka__trans; truncate landed.berka__account; truncate landed.berka__client;
truncate landed.fdic_sod__branch_deposit; truncate landed.cfpb_complaints__complaint;
truncate marts.market_share; truncate marts.market_concentration; truncate marts.competitor_complaint_summary;
truncate staging.landed_file; truncate staging.row_reconciliation;
truncate warehouse.fct_transaction; truncate warehouse.fct_account_balance_monthly;
delete from warehouse.dim_customer where customer_key <> -1;
delete from warehouse.dim_account where account_key <> -1;
truncate warehouse.fct_fee; truncate warehouse.fct_ledger; truncate warehouse.fct_complaint;
truncate warehouse.fct_survey_response; truncate warehouse.fct_market_share;
delete from warehouse.bridge_account_holder where account_key <> -1;
truncate marts.customer_contribution_monthly; truncate marts.segment_membership;
truncate marts.customer_lifetime_value; truncate marts.customer_satisfaction;
truncate marts.satisfaction_by_segment; truncate marts.survey_weight; truncate marts.expectation_gap;
truncate marts.complaint_summary;
truncate marts.customer_lifetime_value; truncate marts.product_lifetime_value;
truncate marts.household_lifetime_value; truncate marts.group_lifetime_value; truncate marts.customer_satisfaction;
truncate marts.lifetime_value_backtest; truncate marts.lifetime_holdout;
truncate marts.cohort_retention; truncate marts.lifetime_model_parameter;
truncate marts.employee_satisfaction; truncate marts.employee_portfolio;
truncate marts.churn_events; truncate marts.churn_rate_monthly; truncate marts.churn_risk;
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
update landed.fdic_sod__branch_deposit set
    "CERT" = null, "UNINUMBR" = null, "DEPSUMBR" = null, "STCNTYBR" = null, "STALPBR" = 'NY';
update landed.cfpb_complaints__complaint set
    "Company" = null, "Product" = null, "Timely response?" = '?', "Consumer disputed?" = null;

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
update warehouse.fct_survey_response set question_code = 'Q9', wave_number = 'W9' where rowid = 0;
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
update marts.competitor_profile set volume_share_rate = 0.6, strength_index = null;
update marts.share_of_wallet set
    estimated_share_of_wallet_rate = 1.1, rank_based_share_of_wallet_rate = if(customer_key % 2 = 0, 1.1, null);
update marts.customer_lifetime_value set monthly_retention_rate = 1.5, lifetime_value_finite_amount = null;
update marts.customer_satisfaction set
    response_count = 0, measure_value = 101, is_too_small = true, off_scale_count = 9, reason = 'no_response';
insert into marts.customer_satisfaction by name
select * replace (9 as response_count, 300 as covered_population_count) from marts.customer_satisfaction limit 1;
update marts.satisfaction_by_segment set measure_value = 1.5, segment_code = 'unknown';
insert into marts.satisfaction_by_segment by name
select * replace (null as lower_bound) from marts.satisfaction_by_segment limit 1;
update marts.survey_weight set weight = 0, relative_weight = 6;
update marts.expectation_gap set gap_value = 2, reading_code = 'expectation_rises_faster';
update marts.complaint_summary set
    complaints_per_thousand_rate = 40, repeat_share = 0.5, median_resolution_days = 41, wrongly_dated_count = 1,
    open_count = 2;
update marts.cohort_retention set survival_rate = 1 + age_months, closed_count = 50, model_survival_rate = 0;
update marts.lifetime_model_parameter set
    estimate = -1, fit_basis = 'assumed', parameter_code = 'monthly_hazard';
update marts.customer_lifetime_value set
    monthly_retention_rate = 1.5, alive_probability = 1.5, lifetime_value_finite_amount = null,
    lifetime_value_lower_90_amount = 60, model_mae_amount = 99;
update marts.product_lifetime_value set customer_count = 0, lifetime_value_finite_amount = null;
update marts.household_lifetime_value set
    is_household = false, customer_count = 0, lifetime_value_finite_amount = null, without_value_count = 1;
update marts.group_lifetime_value set
    is_group = false, customer_count = 0, lifetime_value_finite_amount = null, without_value_count = 1;
update marts.lifetime_value_backtest set inside_50_share = 1.3, inside_90_share = 1.2, model_bias_share = -0.4;
update marts.lifetime_holdout set recommended_source = 'class_average';
update marts.employee_satisfaction set response_count = 4, favourable_share = 0.4;
update marts.employee_turnover set employee_count = 4, turnover_share = 0.5, lower_bound = 0.6;
update marts.employee_portfolio set employee_key = -1, satisfied_share = null;
update marts.manager_change_effect set standard_error = null, effect_value = 1, lower_bound = 0.02;
update marts.churn_events set event_date = date '2024-04-01', reason_code = 'dislike', missing_reason = 'unknown';
update marts.churn_rate_monthly set lost_count = 101, churn_rate = 1.01;
update marts.churn_risk set closure_probability = 1.5, model_probability = null;
update marts.customer_at_risk set
    satisfaction_reason = 'not known to fall', contribution_year_amount = -1.00, employee_key = null;
update marts.source_coverage set is_present = false;
update marts.market_share set market_share = 1.5;
update marts.market_concentration set
    hhi_points = if(guideline_scope = 'general', 100, 20000), hhi_change_points = -1, guideline_scope = 'general';
update marts.location_quotient set location_quotient = -1;
update marts.competitor_complaint_summary set timely_share = 0.5 where product_name = 'all';
delete from marts.competitor_complaint_summary where product_name <> 'all';
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
