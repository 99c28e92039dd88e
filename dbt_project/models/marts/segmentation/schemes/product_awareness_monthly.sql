{{ config(schema="intermediate", materialized="view") }}

with
    -- of the others nothing is counted, so that most holdings need not be looked at
    products as (
        select product_key, case when is_complex or is_self_directed then 1 end as is_demanding
        from {{ ref("dim_product") }}
        where is_complex or is_self_directed or is_complex is null or is_self_directed is null
    ),

    -- two accounts of one product are one product
    holdings as (
        select distinct
            holdings.customer_key, holdings.month_end_date, products.product_key, products.is_demanding
        from {{ ref("fct_contribution_part_monthly") }} as holdings
        inner join products on holdings.product_key = products.product_key
        inner join
            {{ ref("fct_account_month") }} as accounts
            on holdings.account_key = accounts.account_key
            and holdings.month_end_date = accounts.month_end_date
        where holdings.customer_key <> -1 and holdings.account_key <> -1 and accounts.is_open_at_month_end
    ),

    held as (
        select
            customer_key,
            month_end_date,
            count(is_demanding) as demanding_product_count,
            count(*) - count(is_demanding) as undescribed_product_count
        from holdings
        group by customer_key, month_end_date
    ),

    -- before a source delivered its first contact, nothing is known of advice
    first_contacts as (
        select source_system, min(month_end_date) as first_month_end_date
        from {{ ref("fct_interaction_topic_monthly") }}
        group by source_system
    ),

    advice as (
        select customer_key, month_end_date, sum(interaction_count) as advice_count
        from {{ ref("fct_interaction_topic_monthly") }}
        where topic_code = 'advice'
        group by customer_key, month_end_date
    )

select
    customers.customer_key,
    customers.source_system,
    customers.month_end_date,
    customers.record_date,
    coalesce(positions.product_count, 0) as product_count,
    cast(coalesce(held.demanding_product_count, 0) as integer) as demanding_product_count,
    cast(coalesce(held.undescribed_product_count, 0) as integer) as undescribed_product_count,
    case
        when coalesce(held.undescribed_product_count, 0) = 0
        then
            cast(
                cast(coalesce(held.demanding_product_count, 0) as double)
                / nullif(positions.product_count, 0) as decimal(12, 8)
            )
    end as self_directed_or_complex_share,
    case
        when customers.month_end_date >= first_contacts.first_month_end_date
        then cast(coalesce(sum(advice.advice_count) over trailing_year, 0) as integer)
    end as advice_count
from {{ ref("customer_month_end") }} as customers
left join
    {{ ref("fct_customer_position_monthly") }} as positions
    on customers.customer_key = positions.customer_key
    and customers.month_end_date = positions.month_end_date
left join
    held on customers.customer_key = held.customer_key and customers.month_end_date = held.month_end_date
left join first_contacts on customers.source_system = first_contacts.source_system
left join
    advice
    on customers.customer_key = advice.customer_key
    and customers.month_end_date = advice.month_end_date
window
    trailing_year as (
        partition by customers.customer_key
        order by customers.month_end_date
        rows between 11 preceding and current row
    )
