{{ config(schema="intermediate") }}

with
    bounds as (
        {{
            segment_bounds(
                "relationship_state",
                {
                    "past_due_bound": ["non_cooperative", "days_past_due", "lower"],
                    "complaint_bound": ["non_cooperative", "open_complaint_days", "lower"],
                    "activity_bound": ["drifting", "activity_growth_rate", "upper"],
                    "activity_from": ["drifting", "year_ago_monthly_transactions", "lower"],
                    "wallet_bound": ["drifting", "share_of_wallet", "upper"],
                },
            )
        }}
    ),

    -- the first ground that is met decides, the gravest first
    grounded as (
        select
            grounds.*,
            bounds.past_due_bound,
            bounds.complaint_bound,
            bounds.activity_bound,
            bounds.activity_from,
            bounds.wallet_bound,
            case
                when
                    bounds.past_due_bound
                    + bounds.complaint_bound
                    + bounds.activity_bound
                    + bounds.activity_from
                    + bounds.wallet_bound
                    is null
                then 'missing'
                when grounds.days_past_due >= bounds.past_due_bound
                then 'arrears'
                when grounds.open_complaint_days >= bounds.complaint_bound
                then 'complaint'
                when
                    grounds.year_ago_transaction_count >= bounds.activity_from * grounds.year_ago_month_count
                    and grounds.quarter_transaction_count * grounds.year_ago_month_count
                    < grounds.year_ago_transaction_count
                    * grounds.quarter_month_count
                    * (1 + bounds.activity_bound)
                then 'activity'
                when grounds.deposit_amount < grounds.wallet_amount * bounds.wallet_bound
                then 'wallet'
                when grounds.balance_amount = 0 and grounds.quarter_transaction_count = 0
                then 'nothing_left'
                when grounds.year_ago_transaction_count is null
                then 'missing'
                else 'none'
            end as ground
        from {{ ref("relationship_grounds_monthly") }} as grounds
        left join bounds on grounds.month_end_date = bounds.month_end_date
    ),

    evaluated as (
        select
            *,
            case
                when ground in ('arrears', 'complaint')
                then 'non_cooperative'
                when ground in ('activity', 'wallet', 'nothing_left')
                then 'drifting'
                when ground = 'missing'
                then 'unknown'
                else 'loyal'
            end as segment_code
        from grounded
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'relationship_state' as scheme_code,
    segment_code,
    previous_segment_code,
    {{ relationship_reason() }} as reason,
    case
        ground
        when 'arrears'
        then 'loan'
        when 'complaint'
        then 'complaint'
        when 'wallet'
        then 'customer_income'
        when 'nothing_left'
        then 'account_balance'
        else 'transaction'
    end as input_source,
    case
        ground when 'complaint' then complaint_opened_date when 'wallet' then income_date else month_end_date
    end as input_date,
    valid_from,
    valid_to
from changes
