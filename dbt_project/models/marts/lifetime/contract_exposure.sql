{{ config(schema="intermediate") }}

with
    first_months as (
        select source_system, min(month_start_date) as first_date
        from {{ ref("fct_source_month") }}
        group by source_system
    ),

    -- a contract that closes in the month in which its customer leaves goes with the customer
    customer_closings as (
        select holders.account_key, min(customers.closed_date) as customer_closed_date
        from {{ ref("bridge_account_holder") }} as holders
        inner join
            {{ ref("dim_customer") }} as customers
            on holders.customer_key = customers.customer_key
            and customers.is_current
        where
            holders.holder_role = 'primary'
            and holders.account_key <> -1
            and holders.valid_to = {{ open_end_date() }}
        group by holders.account_key
    ),

    maturities as (
        select
            dates.source_system, dates.fit_date, loans.account_key, max(loans.maturity_date) as maturity_date
        from {{ ref("lifetime_fit_date") }} as dates
        inner join
            {{ ref("fct_loan_monthly") }} as loans
            on dates.source_system = loans.source_system
            and loans.month_end_date <= dates.fit_date
        group by dates.source_system, dates.fit_date, loans.account_key
    ),

    watched as (
        select
            dates.source_system,
            dates.fit_date,
            accounts.product_key,
            accounts.opened_date,
            first_months.first_date,
            {%- for date in [
                "accounts.closed_date",
                "customer_closings.customer_closed_date",
                "maturities.maturity_date",
            ] %}
                case when {{ date }} <= dates.fit_date then {{ date }} end as {{ date.split(".")[1] }}
                {{- "," if not loop.last }}
            {%- endfor %}
        from {{ ref("lifetime_fit_date") }} as dates
        inner join first_months on dates.source_system = first_months.source_system
        inner join
            {{ ref("dim_account") }} as accounts
            on dates.source_system = accounts.source_system
            and accounts.is_current
            and accounts.account_key <> -1
            and accounts.opened_date <= dates.fit_date
            and coalesce(accounts.closed_date, dates.fit_date) >= first_months.first_date
        left join customer_closings on accounts.account_key = customer_closings.account_key
        left join
            maturities
            on dates.source_system = maturities.source_system
            and dates.fit_date = maturities.fit_date
            and accounts.account_key = maturities.account_key
    ),

    ended as (
        select
            *,
            closed_date is not null
            and coalesce(customer_closed_date > {{ month_end("closed_date") }}, true)
            and coalesce(maturity_date > {{ month_end("closed_date") }}, true) as is_closed,
            least(coalesce(closed_date, fit_date), coalesce(customer_closed_date, fit_date)) as last_date,
            greatest({{ dbt.datediff("opened_date", "first_date", "month") }} - 1, 0) as entry_age_months
        from watched
    ),

    -- the month of an end that was not the contract's own choice does not count
    aged as (
        select
            *,
            case
                when is_closed
                then greatest({{ dbt.datediff("opened_date", "last_date", "month") }}, entry_age_months + 1)
                when coalesce(closed_date, customer_closed_date) is not null
                then {{ dbt.datediff("opened_date", "last_date", "month") }} - 1
                else {{ dbt.datediff("opened_date", "last_date", "month") }}
            end as exit_age_months
        from ended
    )

select
    source_system,
    fit_date,
    product_key,
    cast(entry_age_months as integer) as entry_age_months,
    cast(exit_age_months as integer) as exit_age_months,
    is_closed,
    count(*) as contracts
from aged
where exit_age_months > entry_age_months
group by source_system, fit_date, product_key, entry_age_months, exit_age_months, is_closed
