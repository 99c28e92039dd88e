{{ config(schema="intermediate", materialized="view") }}

with
    bounds as (
        {{
            segment_bounds(
                "household_life_cycle",
                {
                    "older_age": ["full_nest_3", "age_years", "lower"],
                    "childless_age": ["newly_married", "age_years", "upper"],
                    "school_age": ["full_nest_2", "youngest_child_age_years", "lower"],
                    "dependent_age": ["full_nest_2", "youngest_child_age_years", "upper"],
                },
            )
        }}
    ),

    -- years of birth, not days, are in the warehouse: age is the difference of years
    ages as (
        select
            customers.*,
            bounds.older_age,
            bounds.childless_age,
            bounds.school_age,
            bounds.dependent_age,
            extract(year from customers.month_end_date) - customers.birth_year as age_years,
            extract(year from customers.month_end_date)
            - customers.youngest_child_birth_year as youngest_child_age_years
        from {{ ref("customer_month_end") }} as customers
        left join bounds on customers.month_end_date = bounds.month_end_date
    ),

    nests as (
        select
            *,
            case
                when children_count = 0
                then case when youngest_child_birth_year is null then 'never' end
                when youngest_child_age_years < 0
                then null
                when youngest_child_age_years < dependent_age
                then 'full'
                when youngest_child_age_years >= dependent_age
                then 'empty'
            end as nest
        from ages
    ),

    needs as (
        select
            *,
            nest = 'full' or (nest = 'never' and marital_status <> 'widowed') as is_age_needed,
            case
                when nest = 'full'
                then false
                when nest = 'never' and marital_status = 'married'
                then age_years >= childless_age
                when nest = 'never' and marital_status <> 'widowed'
                then age_years >= older_age
                else true
            end as is_employment_needed
        from nests
    )

select
    customer_key,
    source_system,
    month_end_date,
    customer_type,
    record_date,
    marital_status,
    children_count,
    birth_year,
    age_years,
    youngest_child_birth_year,
    youngest_child_age_years,
    employment_status,
    older_age,
    childless_age,
    school_age,
    dependent_age,
    nest,
    is_age_needed,
    is_employment_needed,
    case
        when older_age is null or childless_age is null or school_age is null or dependent_age is null
        then 'bounds'
        when nest is null and children_count is null and youngest_child_birth_year is null
        then 'children_count'
        when nest is null
        then 'youngest_child_birth_year'
        when
            nest <> 'full'
            and (marital_status is null or marital_status not in ('single', 'married', 'divorced', 'widowed'))
        then 'marital_status'
        when is_age_needed and (age_years is null or age_years < 0)
        then 'birth_year'
        when is_employment_needed and employment_status is null
        then 'employment_status'
    end as missing_input
from needs
