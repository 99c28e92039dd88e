{{ config(schema="intermediate") }}

with
    maturities as (
        select account_key, maturity_date
        from
            (
                select
                    account_key,
                    maturity_date,
                    row_number() over (
                        partition by account_key order by month_end_date desc
                    ) as version_number
                from {{ ref("fct_loan_monthly") }}
                where maturity_date is not null
            ) as stated
        where version_number = 1
    ),

    -- a term deposit matures with its tenor; what is on demand may leave on any day
    closed as (
        select
            accounts.account_key,
            accounts.source_system,
            accounts.product_key,
            accounts.opened_date,
            accounts.closed_date,
            coalesce(
                maturities.maturity_date,
                case
                    when products.balance_side = 'deposit' and products.tenor_months > 0
                    then
                        cast(
                            {{ dbt.dateadd("month", "products.tenor_months", "accounts.opened_date") }}
                            as date
                        )
                end
            ) as maturity_date
        from {{ ref("dim_account") }} as accounts
        inner join {{ ref("dim_product") }} as products on accounts.product_key = products.product_key
        left join maturities on accounts.account_key = maturities.account_key
        where
            accounts.is_current and accounts.account_key <> -1 and accounts.closed_date <= {{ as_of_date() }}
    )

select
    'product_closure' as definition_code,
    holders.customer_key,
    closed.source_system,
    closed.account_key,
    closed.product_key,
    closed.closed_date as event_date,
    coalesce(known.known_on, closed.closed_date) as known_date,
    cast(null as date) as reactivated_date,
    cast(null as varchar) as closed_reason,
    holders.holder_weight,
    cast(null as date) as fall_month_end_date
from closed
inner join
    {{ ref("bridge_account_holder") }} as holders
    on closed.account_key = holders.account_key
    and greatest(cast({{ dbt.dateadd("day", -1, "closed.closed_date") }} as date), closed.opened_date)
    >= holders.valid_from
    and greatest(cast({{ dbt.dateadd("day", -1, "closed.closed_date") }} as date), closed.opened_date)
    < holders.valid_to
-- the relationship stays: it is there on the day and does not end with the account
inner join
    {{ ref("relationship_spell") }} as spells
    on holders.customer_key = spells.customer_key
    and closed.closed_date >= spells.start_date
    and closed.closed_date < coalesce(spells.closed_date, {{ open_end_date() }})
left join
    {{ ref("closing_first_known") }} as known
    on known.level_code = 'account'
    and closed.account_key = known.subject_key
    and closed.closed_date = known.closed_date
where closed.closed_date < coalesce(closed.maturity_date, {{ open_end_date() }})
