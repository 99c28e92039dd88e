{{ config(schema="intermediate") }}

with
    running as (select * from {{ ref("published_running_balance") }} where balance_date = month_end_date),

    delivered as (
        select
            wanted.account_key,
            wanted.month_end_date,
            versions.currency_code,
            versions.end_balance_amount,
            versions.average_balance_amount,
            row_number() over (
                partition by wanted.account_key, wanted.month_end_date order by {{ delivery_order() }}
            ) as version_rank
        from running as wanted
        inner join {{ ref("key_account") }} as numbers on wanted.account_key = numbers.account_key
        inner join
            {{ ref("contract_account_balance") }} as versions
            on numbers.source_system = versions.source_system
            and numbers.account_number = versions.account_number
            and wanted.month_end_date = versions.month_end_date
            and versions.delivered_on <= wanted.closed_on
    ),

    flows as (
        select
            account_key,
            month_end_date,
            sum({{ signed_amount("amount", "credit_debit_indicator") }}) as net_amount,
            sum({{ amount_days("amount", "credit_debit_indicator", "booking_date") }}) as amount_days
        from {{ ref("published_transaction") }}
        group by account_key, month_end_date
    )

select
    running.account_key,
    running.source_system,
    running.month_end_date,
    coalesce(delivered.currency_code, running.currency_code) as currency_code,
    coalesce(delivered.end_balance_amount, running.running_balance_amount) as end_balance_amount,
    cast(
        case
            when running.has_balances
            then delivered.average_balance_amount
            when flows.account_key is null
            then running.running_balance_amount
            else
                {{
                    derived_average_balance(
                        "running.running_balance_amount",
                        "flows.net_amount",
                        "flows.amount_days",
                        days_in_month("running.month_end_date"),
                    )
                }}
        end as decimal(18, 2)
    ) as average_balance_amount,
    running.running_balance_amount
from running
left join
    delivered
    on running.account_key = delivered.account_key
    and running.month_end_date = delivered.month_end_date
    and delivered.version_rank = 1
left join flows on running.account_key = flows.account_key and running.month_end_date = flows.month_end_date
where
    case
        when running.has_balances then delivered.account_key is not null else running.transaction_count > 0
    end
