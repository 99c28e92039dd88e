{{ config(schema="intermediate") }}

with
    months as (
        select
            wallets.customer_key,
            wallets.source_system,
            wallets.month_end_date,
            wallets.customer_type,
            wallets.deposit_amount,
            wallets.exposure_amount,
            wallets.transaction_count,
            wallets.income_source,
            wallets.income_date,
            wallets.income_amount,
            wallets.share_of_wallet_rate,
            extract(year from wallets.month_end_date) * 12
            + extract(month from wallets.month_end_date) as month_number,
            contribution.net_income_amount as month_net_income_amount,
            contribution.missing_lines
        from {{ ref("customer_wallet_monthly") }} as wallets
        left join
            {{ ref("customer_contribution_monthly") }} as contribution
            on wallets.customer_key = contribution.customer_key
            and wallets.month_end_date = contribution.month_end_date
    ),

    years as (
        select
            *,
            sum(month_net_income_amount) over trailing_year as net_income_amount,
            count(month_net_income_amount) over trailing_year as month_count,
            sum(transaction_count) over trailing_year as year_transaction_count,
            max(deposit_amount) over year_ago as deposit_year_ago_amount
        from months
        window
            trailing_year as (
                partition by customer_key order by month_number range between 11 preceding and current row
            ),
            year_ago as (
                partition by customer_key order by month_number range between 12 preceding and 12 preceding
            )
    )

select
    years.customer_key,
    years.source_system,
    years.month_end_date,
    years.month_number,
    years.customer_type,
    years.missing_lines,
    years.deposit_amount,
    years.exposure_amount,
    years.income_amount,
    years.income_source,
    years.income_date,
    years.net_income_amount,
    years.month_count,
    years.deposit_year_ago_amount,
    {{ percentile_of("years.net_income_amount", ["years.source_system", "years.month_end_date"]) }}
    as net_income_percentile,
    {{
        percentile_of(
            "years.income_amount", ["years.source_system", "years.month_end_date", "years.customer_type"]
        )
    }} as income_percentile,
    years.deposit_amount / nullif(cast(years.deposit_year_ago_amount as double), 0)
    - 1 as deposit_growth_rate,
    standings.days_past_due,
    standings.pd_rate,
    nullif(sizes.size_code, 'unknown') as size_code,
    outlooks.outlook_code as industry_outlook,
    cast(years.year_transaction_count as bigint) as transaction_count,
    years.share_of_wallet_rate
from years
left join
    {{ ref("customer_credit_standing_monthly") }} as standings
    on years.customer_key = standings.customer_key
    and years.month_end_date = standings.month_end_date
left join
    {{ ref("company_size_monthly") }} as sizes
    on years.customer_key = sizes.customer_key
    and years.month_end_date = sizes.month_end_date
left join
    {{ ref("company_outlook_monthly") }} as outlooks
    on years.customer_key = outlooks.customer_key
    and years.month_end_date = outlooks.month_end_date
