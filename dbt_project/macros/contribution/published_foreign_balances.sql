{#
  What fct_foreign_balance_monthly would have held on the closing days of the touched account months. states, activity
  and opening_rates name relations with the columns of fct_account_month, account_activity and fct_month_end_rate.
#}
{% macro published_foreign_balances(states, activity, opening_rates) %}
    select
        states.account_key,
        states.source_system,
        states.month_end_date,
        openings.running_balance_amount as opening_balance_amount,
        opening_rates.exchange_rate as opening_exchange_rate,
        case
            when flows.account_key is null then 0 when flows.is_known then flows.net_reporting_amount
        end as flow_amount,
        closings.running_balance_amount as closing_balance_amount,
        states.exchange_rate
    from {{ states }} as states
    inner join
        {{ ref("published_running_balance") }} as openings
        on states.account_key = openings.account_key
        and states.month_end_date = openings.month_end_date
        and openings.balance_date < openings.month_end_date
    inner join
        {{ ref("published_running_balance") }} as closings
        on states.account_key = closings.account_key
        and states.month_end_date = closings.month_end_date
        and closings.balance_date = closings.month_end_date
    left join
        {{ opening_rates }} as opening_rates
        on states.source_system = opening_rates.source_system
        and states.currency_code = opening_rates.currency_code
        and states.month_end_date = opening_rates.month_end_date
    left join
        (
            select
                account_key,
                month_end_date,
                sum(net_reporting_amount) as net_reporting_amount,
                count(*) = count(net_reporting_amount) as is_known
            from {{ activity }}
            group by account_key, month_end_date
        ) as flows
        on states.account_key = flows.account_key
        and states.month_end_date = flows.month_end_date
    where states.currency_code <> {{ reporting_currency() }}
{% endmacro %}
