{{ config(schema="intermediate") }}

with
    breaks as ({{ segment_breaks("age_band", "age_years") }}),

    -- only the year of birth is in the warehouse: everybody grows older at the turn of the year
    ages as (
        select
            customer_key,
            source_system,
            month_end_date,
            customer_type,
            record_date,
            birth_year,
            case
                when birth_year <= extract(year from month_end_date)
                then extract(year from month_end_date) - birth_year
            end as age_years
        from {{ ref("customer_month_end") }}
    ),

    evaluated as (
        select
            ages.*,
            case
                when ages.customer_type <> 'individual'
                then 'not_applicable'
                else coalesce(breaks.segment_code, 'unknown')
            end as segment_code,
            breaks.lower_bound,
            breaks.upper_bound
        from ages
        left join
            breaks
            on ages.month_end_date = breaks.month_end_date
            and ages.age_years >= breaks.from_value
            and ages.age_years < breaks.below_value
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'age_band' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'customer_type is ' || customer_type
        when birth_year is null
        then 'birth_year is missing'
        when age_years is null
        then 'birth_year ' || birth_year || ' is after the month end'
        when segment_code = 'unknown'
        then 'no bounds of age_years'
        else 'age_years ' || {{ within_bounds("age_years", "lower_bound", "upper_bound") }}
    end as reason,
    'customer' as input_source,
    record_date as input_date,
    valid_from,
    valid_to
from changes
