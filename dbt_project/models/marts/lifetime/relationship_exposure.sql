{{ config(schema="intermediate") }}

with
    first_months as (
        select source_system, min(month_start_date) as first_date
        from {{ ref("fct_source_month") }}
        group by source_system
    ),

    known as (
        select customer_key, source_system, onboarded_date, closed_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1
    ),

    watched as (
        select
            dates.source_system,
            dates.fit_date,
            versions.customer_type,
            cast(extract(year from known.onboarded_date) as integer) as onboarding_year,
            coalesce(known.closed_date <= dates.fit_date, false) as is_closed,
            greatest(
                {{ dbt.datediff("known.onboarded_date", "first_months.first_date", "month") }} - 1, 0
            ) as entry_age_months,
            {{
                dbt.datediff(
                    "known.onboarded_date",
                    "least(coalesce(known.closed_date, dates.fit_date), dates.fit_date)",
                    "month",
                )
            }} as last_age_months
        from {{ ref("lifetime_fit_date") }} as dates
        inner join first_months on dates.source_system = first_months.source_system
        inner join
            known
            on dates.source_system = known.source_system
            and known.onboarded_date <= dates.fit_date
            and coalesce(known.closed_date, dates.fit_date) >= first_months.first_date
        inner join
            {{ ref("dim_customer") }} as versions
            on known.customer_key = versions.customer_key
            and {{ valid_on("versions", "dates.fit_date") }}
    ),

    -- whoever closes in the month of onboarding closes in its first month
    aged as (
        select
            *,
            case
                when is_closed then greatest(last_age_months, entry_age_months + 1) else last_age_months
            end as exit_age_months
        from watched
    )

select
    source_system,
    fit_date,
    customer_type,
    onboarding_year,
    cast(entry_age_months as integer) as entry_age_months,
    cast(exit_age_months as integer) as exit_age_months,
    is_closed,
    count(*) as customers
from aged
where exit_age_months > entry_age_months
group by source_system, fit_date, customer_type, onboarding_year, entry_age_months, exit_age_months, is_closed
