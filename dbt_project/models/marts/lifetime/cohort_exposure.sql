{{ config(schema="intermediate") }}

with
    current_dates as (select source_system, fit_date from {{ ref("lifetime_fit_date") }} where is_current),

    relationships as (
        select exposure.*
        from {{ ref("relationship_exposure") }} as exposure
        inner join
            current_dates
            on exposure.source_system = current_dates.source_system
            and exposure.fit_date = current_dates.fit_date
    ),

    known as (
        select customer_key, onboarded_date, closed_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1
    ),

    -- the class changes, so that each month counts for the class at its beginning
    class_months as (
        select
            classes.source_system,
            classes.class_code,
            greatest(
                {{ dbt.datediff("known.onboarded_date", "classes.month_end_date", "month") }}, 0
            ) as entry_age_months,
            coalesce(
                known.closed_date
                <= {{ month_end("cast(" ~ dbt.dateadd("day", 1, "classes.month_end_date") ~ " as date)") }},
                false
            ) as is_closed
        from {{ ref("customer_class_monthly") }} as classes
        inner join
            current_dates
            on classes.source_system = current_dates.source_system
            and classes.month_end_date < current_dates.fit_date
        inner join known on classes.customer_key = known.customer_key
    ),

    cohorts as (
        select
            source_system,
            'onboarding_year' as cohort_kind,
            cast(onboarding_year as varchar) as cohort_code,
            entry_age_months,
            exit_age_months,
            is_closed,
            customers as members
        from relationships
        union all
        select
            source_system,
            'customer_type' as cohort_kind,
            customer_type as cohort_code,
            entry_age_months,
            exit_age_months,
            is_closed,
            customers as members
        from relationships
        union all
        select
            source_system,
            'contribution_class' as cohort_kind,
            class_code as cohort_code,
            entry_age_months,
            entry_age_months + 1 as exit_age_months,
            is_closed,
            1 as members
        from class_months
        union all
        select
            exposure.source_system,
            'product' as cohort_kind,
            coalesce(products.product_number, 'unknown') as cohort_code,
            exposure.entry_age_months,
            exposure.exit_age_months,
            exposure.is_closed,
            exposure.contracts as members
        from {{ ref("contract_exposure") }} as exposure
        inner join
            current_dates
            on exposure.source_system = current_dates.source_system
            and exposure.fit_date = current_dates.fit_date
        left join {{ ref("dim_product") }} as products on exposure.product_key = products.product_key
    )

select
    source_system,
    cohort_kind,
    cohort_code,
    cast(entry_age_months as integer) as entry_age_months,
    cast(exit_age_months as integer) as exit_age_months,
    is_closed,
    cast(sum(members) as bigint) as members
from cohorts
group by source_system, cohort_kind, cohort_code, entry_age_months, exit_age_months, is_closed
