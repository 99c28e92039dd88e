{{
    config(
        materialized="incremental",
        incremental_strategy="replace_months",
        on_schema_change="fail",
        post_hook="{{ remember_consumed_files() }}",
    )
}}
{%- set months = touched_months("fct_loan_monthly") -%}

with
    winners as (
        {{
            winners(
                ref("contract_loan"),
                ["source_system", "account_number", "month_end_date"],
                where=in_months("month_end_date", months),
            )
        }}
    ),
    loans as (
        select
            winners.*,
            coalesce(account.account_key, -1) as account_key,
            coalesce(account.account_version_key, -1) as account_version_key,
            coalesce(account.currency_code, 'XXX') as currency_code
        from winners
        left join
            {{ ref("account_version") }} as account
            on winners.source_system = account.source_system
            and winners.account_number = account.account_number
            and {{ valid_on("account", "winners.month_end_date") }}
    )
select
    loans.source_system,
    loans.account_key,
    loans.account_version_key,
    loans.month_end_date,
    loans.original_amount,
    loans.outstanding_amount,
    loans.limit_amount,
    loans.arrears_amount,
    loans.days_past_due,
    loans.maturity_date,
    loans.currency_code,
    {{ reporting_amount("loans.outstanding_amount", "loans.currency_code") }} as reporting_outstanding_amount,
    {{ reporting_amount("loans.limit_amount", "loans.currency_code") }} as reporting_limit_amount,
    {{ reporting_amount("loans.arrears_amount", "loans.currency_code") }} as reporting_arrears_amount
from loans {{ join_reporting_rate("loans", "loans.currency_code", "loans.month_end_date") }}
