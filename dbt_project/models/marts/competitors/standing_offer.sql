{{ config(schema="intermediate") }}

with
    days as (select distinct source_system, product_group, offer_from from {{ ref("fct_competitor_offer") }}),

    spans as (
        select
            *,
            coalesce(
                lead(offer_from) over (
                    partition by source_system, competitor_key, product_group order by offer_from
                ),
                {{ open_end_date() }}
            ) as next_offer_from
        from {{ ref("fct_competitor_offer") }}
    ),

    -- what the bank itself paid or asked on accounts opened in the year up to the day
    own as (
        select
            days.source_system,
            days.product_group,
            days.offer_from,
            avg(accounts.interest_rate) as offered_rate
        from days
        inner join
            {{ ref("dim_product") }} as products
            on days.source_system = products.source_system
            and days.product_group = products.product_group
        inner join
            {{ ref("dim_account") }} as accounts
            on products.product_key = accounts.product_key
            and {{ valid_on("accounts", "days.offer_from") }}
        where
            accounts.opened_date <= days.offer_from
            and accounts.opened_date > {{ dbt.dateadd("month", -12, "days.offer_from") }}
            and coalesce(accounts.closed_date, {{ open_end_date() }}) > days.offer_from
        group by days.source_system, days.product_group, days.offer_from
    ),

    own_bank as (
        select source_system, competitor_key, competitor_name
        from {{ ref("dim_competitor") }}
        where competitor_type = 'own_bank'
    )

select
    days.source_system,
    days.product_group,
    days.offer_from as position_date,
    offers.competitor_key,
    competitors.competitor_name,
    false as is_own_bank,
    offers.offer_from,
    cast(offers.offered_rate as double) as offered_rate,
    offers.quality_score
from days
inner join
    spans as offers
    on days.source_system = offers.source_system
    and days.product_group = offers.product_group
    and days.offer_from >= offers.offer_from
    and days.offer_from < offers.next_offer_from
inner join {{ ref("dim_competitor") }} as competitors on offers.competitor_key = competitors.competitor_key
union all
select
    days.source_system,
    days.product_group,
    days.offer_from as position_date,
    own_bank.competitor_key,
    own_bank.competitor_name,
    true as is_own_bank,
    cast(null as date) as offer_from,
    own.offered_rate,
    null as quality_score
from days
inner join own_bank on days.source_system = own_bank.source_system
left join
    own
    on days.source_system = own.source_system
    and days.product_group = own.product_group
    and days.offer_from = own.offer_from
