{{
    config(
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_customer_position_monthly") %}

with
    activity as (
        select account_key, month_end_date, sum(customer_initiated_count) as customer_initiated_count
        from {{ ref("fct_account_activity_monthly") }}
        where {{ is_changed("month_end_date", months) }}
        group by account_key, month_end_date
    ),

    -- a loan counts with its limit where that is higher: the bank has promised it
    exposures as (
        select
            account_key,
            month_end_date,
            greatest(outstanding_amount, coalesce(limit_amount, 0)) as exposure_amount
        from {{ ref("fct_loan_monthly") }}
    ),

    accounts as (
        select
            account_months.account_key,
            account_months.month_end_date,
            case
                when account_months.is_open_at_month_end then account_months.product_key
            end as open_product_key,
            coalesce(activity.customer_initiated_count, 0) as customer_initiated_count,
            case
                when account_months.balance_side = 'deposit'
                then {{ converted("account_months.end_balance_amount", "account_months.exchange_rate") }}
            end as deposit_amount,
            {{ converted("exposures.exposure_amount", "account_months.exchange_rate") }} as exposure_amount
        from {{ ref("fct_account_month") }} as account_months
        left join
            activity
            on account_months.account_key = activity.account_key
            and account_months.month_end_date = activity.month_end_date
        left join
            exposures
            on account_months.account_key = exposures.account_key
            and account_months.month_end_date = exposures.month_end_date
        where {{ is_changed("account_months.month_end_date", months) }}
    ),

    -- by product first: counting different products in one go is slow
    products as (
        select
            holdings.customer_key,
            holdings.source_system,
            holdings.month_end_date,
            accounts.open_product_key,
            count(accounts.open_product_key) as account_count,
            sum(accounts.customer_initiated_count) as customer_initiated_count,
            sum({{ rounded_product("accounts.deposit_amount", "holdings.holder_weight") }}) as deposit_amount,
            sum(
                {{ rounded_product("accounts.exposure_amount", "holdings.holder_weight") }}
            ) as exposure_amount
        from {{ ref("fct_contribution_part_monthly") }} as holdings
        inner join
            accounts
            on holdings.account_key = accounts.account_key
            and holdings.month_end_date = accounts.month_end_date
        where
            holdings.customer_key <> -1
            and holdings.account_key <> -1
            and {{ is_changed("holdings.month_end_date", months) }}
        group by
            holdings.customer_key, holdings.source_system, holdings.month_end_date, accounts.open_product_key
    )

select
    customer_key,
    source_system,
    month_end_date,
    {{ reporting_currency() }} as currency_code,
    cast(sum(account_count) as integer) as account_count,
    cast(count(open_product_key) as integer) as product_count,
    cast(sum(customer_initiated_count) as integer) as customer_initiated_count,
    cast(sum(deposit_amount) as decimal(18, 2)) as deposit_amount,
    cast(coalesce(sum(exposure_amount), 0) as decimal(18, 2)) as exposure_amount
from products
group by customer_key, source_system, month_end_date
