with
    -- summed up from the bookings, so that a balance that was not delivered makes no difference
    balances as (
        select
            states.account_key,
            states.source_system,
            states.month_end_date,
            states.currency_code,
            states.exchange_rate,
            sum(
                case when activity.month_end_date < states.month_end_date then activity.net_amount else 0 end
            ) as opening_balance_amount,
            sum(
                case
                    when activity.month_end_date = states.month_end_date then activity.net_reporting_amount
                end
            ) as known_flow_amount,
            sum(
                case
                    when
                        activity.month_end_date = states.month_end_date
                        and activity.net_reporting_amount is null
                    then 1
                    else 0
                end
            ) as unknown_flow_count,
            coalesce(sum(activity.net_amount), 0) as closing_balance_amount
        from {{ ref("fct_account_month") }} as states
        left join
            {{ ref("fct_account_activity_monthly") }} as activity
            on states.account_key = activity.account_key
            and states.source_system = activity.source_system
            and activity.month_end_date <= states.month_end_date
        where states.currency_code <> {{ reporting_currency() }}
        group by
            states.account_key,
            states.source_system,
            states.month_end_date,
            states.currency_code,
            states.exchange_rate
    )

select
    balances.account_key,
    balances.source_system,
    balances.month_end_date,
    balances.currency_code,
    cast(balances.opening_balance_amount as decimal(18, 2)) as opening_balance_amount,
    opening_rates.exchange_rate as opening_exchange_rate,
    cast(
        case when balances.unknown_flow_count = 0 then coalesce(balances.known_flow_amount, 0) end as decimal(
            18, 2
        )
    ) as flow_amount,
    cast(balances.closing_balance_amount as decimal(18, 2)) as closing_balance_amount,
    balances.exchange_rate
from balances
left join
    {{ ref("fct_month_end_rate") }} as opening_rates
    on balances.source_system = opening_rates.source_system
    and balances.currency_code = opening_rates.currency_code
    and {{ previous_month_end("balances.month_end_date") }} = opening_rates.month_end_date
