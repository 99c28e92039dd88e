{{ config(schema="intermediate", materialized="view") }}

with
    -- all holders of one business date are one version: the latest by the month end, else the first
    versions as (
        select
            accounts.account_key,
            accounts.month_end_date,
            accounts.closed_on,
            holders.*,
            rank() over (
                partition by accounts.account_key, accounts.month_end_date
                order by
                    case when holders.business_date <= accounts.month_end_date then 0 else 1 end,
                    case
                        when holders.business_date <= accounts.month_end_date then holders.business_date
                    end desc,
                    holders.business_date
            ) as version_rank
        from {{ ref("published_account") }} as accounts
        inner join {{ ref("key_account") }} as numbers on accounts.account_key = numbers.account_key
        inner join
            {{ ref("contract_account_holder") }} as holders
            on numbers.source_system = holders.source_system
            and numbers.account_number = holders.account_number
            and holders.delivered_on <= accounts.closed_on
    ),

    delivered as (
        select
            *,
            row_number() over (
                partition by account_key, month_end_date, customer_number order by {{ delivery_order() }}
            ) as delivery_rank
        from versions
        where version_rank = 1
    ),

    winners as (select * from delivered where delivery_rank = 1),

    weighted as ({{ holder_weights("winners", ["account_key", "month_end_date"]) }})

select
    accounts.account_key,
    coalesce(customers.customer_key, -1) as customer_key,
    max(coalesce(weighted.holder_role, 'unknown')) as holder_role,
    cast(sum(coalesce(weighted.holder_weight, 1)) as decimal(12, 8)) as holder_weight,
    accounts.valid_from,
    accounts.valid_to
from {{ ref("published_account") }} as accounts
left join
    weighted
    on accounts.account_key = weighted.account_key
    and accounts.month_end_date = weighted.month_end_date
left join
    {{ ref("key_customer") }} as keys
    on weighted.source_system = keys.source_system
    and weighted.customer_number = keys.customer_number
left join
    {{ ref("customer_first_known") }} as customers
    on keys.customer_key = customers.customer_key
    and customers.known_on <= accounts.closed_on
group by accounts.account_key, coalesce(customers.customer_key, -1), accounts.valid_from, accounts.valid_to
