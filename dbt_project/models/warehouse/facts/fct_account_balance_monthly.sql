{{
    config(
        materialized="incremental",
        incremental_strategy="replace_months",
        on_schema_change="fail",
        post_hook="{{ remember_consumed_files() }}",
    )
}}
{%- set months = touched_months("fct_account_balance_monthly") -%}

with
    winners as (
        {{
            winners(
                ref("contract_account_balance"),
                ["source_system", "account_number", "month_end_date"],
                where=in_months("month_end_date", months),
            )
        }}
    ),
    booked as (
        select
            winners.source_system,
            coalesce(account.account_key, -1) as account_key,
            coalesce(account.account_version_key, -1) as account_version_key,
            winners.month_end_date,
            winners.currency_code,
            winners.end_balance_amount,
            winners.average_balance_amount
        from winners
        left join
            {{ ref("account_version") }} as account
            on winners.source_system = account.source_system
            and winners.account_number = account.account_number
            and {{ valid_on("account", "winners.month_end_date") }}
    ),
    -- All that was booked before the touched months counts as one flow: only what it adds up to is needed.
    flows as (
        select
            account_key,
            {% if months -%}
                greatest(
                    {{ month_end("booking_month") }},
                    cast({{ dbt.dateadd("day", -1, "date '" ~ months[0] ~ "'") }} as date)
                )
            {%- else -%} {{ month_end("booking_month") }}
            {%- endif %} as month_end_date,
            {{ signed_amount("amount", "credit_debit_indicator") }} as net_amount
        from {{ ref("fct_transaction") }}
        where account_key in (select account_key from booked where account_key <> -1)
        union all
        select account_key, month_end_date, 0 as net_amount
        from booked
        where account_key <> -1
    ),
    monthly as (
        select account_key, month_end_date, sum(net_amount) as net_amount
        from flows
        group by account_key, month_end_date
    ),
    running as (
        select
            account_key,
            month_end_date,
            cast(
                sum(net_amount) over (partition by account_key order by month_end_date) as decimal(18, 2)
            ) as running_balance_amount
        from monthly
    ),
    balances as (
        select
            booked.*,
            running.running_balance_amount,
            booked.end_balance_amount - running.running_balance_amount as balance_difference_amount,
            'booked' as balance_basis
        from booked
        left join running using (account_key, month_end_date)
        union all
        select
            source_system,
            account_key,
            account_version_key,
            month_end_date,
            currency_code,
            running_balance_amount as end_balance_amount,
            average_balance_amount,
            running_balance_amount,
            balance_difference_amount,
            'derived' as balance_basis
        from {{ ref("derived_account_balance") }}
    )
select
    balances.source_system,
    balances.account_key,
    balances.account_version_key,
    balances.month_end_date,
    balances.currency_code,
    balances.end_balance_amount,
    balances.average_balance_amount,
    {{ reporting_amount("balances.end_balance_amount", "balances.currency_code") }}
    as reporting_end_balance_amount,
    {{ reporting_amount("balances.average_balance_amount", "balances.currency_code") }}
    as reporting_average_balance_amount,
    balances.running_balance_amount,
    cast(balances.balance_difference_amount as decimal(18, 2)) as balance_difference_amount,
    balances.balance_basis
from balances {{ join_reporting_rate("balances", "balances.currency_code", "balances.month_end_date") }}
