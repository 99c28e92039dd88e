{{ config(schema="intermediate") }}

with
    touched as (
        select distinct account_key, source_system, month_end_date, closed_on
        from {{ ref("closed_account_month") }}
    ),

    -- the latest version that begins by the month end, else the first one
    ranked as (
        select
            touched.*,
            versions.account_number,
            versions.product_number,
            versions.branch_number,
            versions.currency_code,
            versions.opened_date,
            versions.closed_date,
            row_number() over (
                partition by touched.account_key, touched.month_end_date
                order by
                    case when versions.business_date <= touched.month_end_date then 0 else 1 end,
                    case
                        when versions.business_date <= touched.month_end_date then versions.business_date
                    end desc,
                    versions.business_date,
                    {{ delivery_order() }}
            ) as version_rank
        from touched
        inner join {{ ref("key_account") }} as numbers on touched.account_key = numbers.account_key
        inner join
            {{ ref("contract_account") }} as versions
            on numbers.source_system = versions.source_system
            and numbers.account_number = versions.account_number
            and greatest(versions.delivered_on, versions.opened_date) <= touched.closed_on
    )

select
    ranked.account_key,
    cast(-1 as bigint) as account_version_key,
    ranked.source_system,
    ranked.month_end_date,
    ranked.closed_on,
    coalesce(products.product_key, -1) as product_key,
    coalesce(branches.branch_key, -1) as branch_key,
    ranked.currency_code,
    ranked.opened_date,
    ranked.closed_date,
    coalesce(products.balance_side, 'none') as balance_side,
    coalesce(products.day_count, 'act/365') as day_count,
    coalesce(products.tenor_months, 0) as tenor_months,
    ranked.month_end_date as valid_from,
    cast({{ dbt.dateadd("day", 1, "ranked.month_end_date") }} as date) as valid_to
from ranked
left join
    {{ ref("published_product") }} as products
    on ranked.source_system = products.source_system
    and ranked.product_number = products.product_number
    and ranked.month_end_date = products.month_end_date
left join
    {{ ref("dim_branch") }} as branches
    on ranked.source_system = branches.source_system
    and ranked.branch_number = branches.branch_number
where ranked.version_rank = 1
