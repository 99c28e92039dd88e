with
    last_month as (
        select source_system, max(month_end_date) as month_end_date
        from {{ ref("customer_wallet_monthly") }}
        group by source_system
    ),

    now_known as (
        select wallets.*
        from {{ ref("customer_wallet_monthly") }} as wallets
        inner join
            last_month
            on wallets.source_system = last_month.source_system
            and wallets.month_end_date = last_month.month_end_date
    )

select
    now_known.customer_key,
    now_known.source_system,
    now_known.customer_type,
    now_known.month_end_date,
    {{ reporting_currency() }} as currency_code,
    now_known.own_balance_amount,
    now_known.income_source,
    now_known.income_date,
    now_known.estimated_wallet_amount,
    now_known.potential_amount,
    now_known.share_of_wallet_rate as estimated_share_of_wallet_rate,
    earlier.share_of_wallet_rate as estimated_share_of_wallet_a_year_ago_rate,
    cast(
        now_known.share_of_wallet_rate - earlier.share_of_wallet_rate as decimal(12, 8)
    ) as estimated_share_of_wallet_change_rate,
    now_known.wallet_missing_reason as estimate_missing_reason,
    ranks.bank_rank,
    ranks.bank_count,
    ranks.answer_date as rank_answer_date,
    case
        when ranks.rank_missing_reason is null
        then cast({{ wallet_share_by_rank("ranks.bank_rank", "ranks.bank_count") }} as decimal(12, 8))
    end as rank_based_share_of_wallet_rate,
    case
        when ranks.customer_key is null then 'not_asked_or_not_answered' else ranks.rank_missing_reason
    end as rank_missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from now_known
left join
    {{ ref("customer_wallet_monthly") }} as earlier
    on now_known.customer_key = earlier.customer_key
    and earlier.month_end_date = {{ month_end(dbt.dateadd("month", -12, "now_known.month_end_date")) }}
left join {{ ref("stated_wallet_rank") }} as ranks on now_known.customer_key = ranks.customer_key
