{{ config(schema="intermediate") }}

{% set balance = ["years.balance_amount", "1"] %}
{% set balance_before = ["years.year_ago_balance_amount", "1"] %}
{% set usage = ["years.quarter_transaction_count", "years.quarter_month_count"] %}
{% set usage_before = ["years.year_ago_transaction_count", "years.year_ago_month_count"] %}

with
    bounds as (
        {{
            segment_bounds(
                "tenure_life_cycle",
                {
                    "entry_months": ["entry", "months_on_book", "upper"],
                    "balance_up": ["growth", "balance_growth_rate", "lower"],
                    "balance_down": ["decline", "balance_growth_rate", "upper"],
                    "usage_up": ["growth", "usage_growth_rate", "lower"],
                    "usage_down": ["decline", "usage_growth_rate", "upper"],
                },
            )
        }}
    ),

    trends as (
        select
            years.*,
            bounds.entry_months,
            bounds.balance_up,
            bounds.balance_down,
            bounds.usage_up,
            bounds.usage_down,
            {{ trend(balance, balance_before, "bounds.balance_up", "bounds.balance_down") }} as balance_trend,
            {{ trend(usage, usage_before, "bounds.usage_up", "bounds.usage_down") }} as usage_trend
        from {{ ref("relationship_year_monthly") }} as years
        left join bounds on years.month_end_date = bounds.month_end_date
    ),

    -- one of both decides where the other stands still; where they go apart, the customer is mature
    evaluated as (
        select
            *,
            case
                when entry_months is null
                then 'unknown'
                when months_on_book < entry_months
                then 'entry'
                when balance_trend is null or usage_trend is null
                then 'unknown'
                when balance_amount = 0 and quarter_transaction_count = 0
                then 'decline'
                when balance_trend + usage_trend > 0
                then 'growth'
                when balance_trend + usage_trend < 0
                then 'decline'
                else 'maturity'
            end as segment_code
        from trends
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'tenure_life_cycle' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when entry_months is null
        then 'bound of months_on_book is missing'
        when segment_code = 'entry'
        then {{ comparison("months_on_book", "months_on_book", "<", "entry_months") }}
        else
            {{ comparison("months_on_book", "months_on_book", ">=", "entry_months") }}
            || ', '
            || case
                when quarter_transaction_count is null
                then 'usage is missing: the source delivers no transactions'
                when year_ago_balance_amount is null or year_ago_transaction_count is null
                then 'balances and usage of a year before are missing'
                when balance_trend is null or usage_trend is null
                then 'bound of balance_growth_rate or usage_growth_rate is missing'
                when balance_amount = 0 and quarter_transaction_count = 0
                then 'balances are 0.00 and the quarter has no transactions'
                else
                    {{
                        trend_text(
                            "balances",
                            "balance_trend",
                            "balance_amount",
                            "year_ago_balance_amount",
                            "balance_up",
                            "balance_down",
                        )
                    }}
                    || ', '
                    || {{
                        trend_text(
                            "monthly transactions",
                            "usage_trend",
                            "cast(quarter_transaction_count as double) / quarter_month_count",
                            "cast(year_ago_transaction_count as double) / year_ago_month_count",
                            "usage_up",
                            "usage_down",
                        )
                    }}
            end
    end as reason,
    case when segment_code = 'entry' then 'customer' else 'account_balance' end as input_source,
    case when segment_code = 'entry' then onboarded_date else month_end_date end as input_date,
    valid_from,
    valid_to
from changes
