{{ config(schema="intermediate", materialized="view") }}

with
    months as (select * from {{ ref("closed_month") }}),

    -- accounts of which the bookings of all months before count too
    running_accounts as (
        select distinct dim_account.account_key, months.month_end_date
        from {{ ref("dim_account") }} as dim_account
        inner join months on dim_account.source_system = months.source_system
        where dim_account.currency_code <> {{ reporting_currency() }} or not months.has_balances
    ),

    balances as (
        {%- for entity in ["account_balance", "loan", "risk_parameter"] %}
            select
                {{ surrogate_key(["versions.source_system", "versions.account_number"]) }} as account_key,
                months.month_end_date,
                '{{ entity }}' as entity_code,
                versions.delivered_on as learned_on
            from {{ ref("contract_" ~ entity) }} as versions
            inner join
                months
                on versions.source_system = months.source_system
                and versions.month_end_date = months.month_end_date
                and versions.delivered_on > months.closed_on
                {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select account_key, month_end_date, entity_code, learned_on
from balances
union all
select account_key, closed_month_end_date as month_end_date, 'transaction' as entity_code, learned_on
from {{ ref("late_transaction") }}
where month_end_date = closed_month_end_date
union all
select
    late.account_key,
    late.closed_month_end_date as month_end_date,
    'transaction' as entity_code,
    late.learned_on
from {{ ref("late_transaction") }} as late
inner join
    running_accounts
    on late.account_key = running_accounts.account_key
    and late.closed_month_end_date = running_accounts.month_end_date
where late.month_end_date < late.closed_month_end_date
union all
select account_key, closed_month_end_date as month_end_date, 'fee' as entity_code, learned_on
from {{ ref("late_fee") }}
where month_end_date = closed_month_end_date
