{{ config(schema="intermediate") }}

with
    evaluated as (
        select
            *,
            case
                when customer_type <> 'individual'
                then 'not_applicable'
                when missing_input is not null
                then 'unknown'
                when nest = 'full' and age_years >= older_age
                then 'full_nest_3'
                when nest = 'full' and youngest_child_age_years >= school_age
                then 'full_nest_2'
                when nest = 'full'
                then 'full_nest_1'
                when not is_employment_needed and marital_status = 'married'
                then 'newly_married'
                when not is_employment_needed
                then 'bachelor'
                when marital_status = 'married' and employment_status = 'retired'
                then 'empty_nest_2'
                when marital_status = 'married'
                then 'empty_nest_1'
                when employment_status = 'retired'
                then 'solitary_survivor_retired'
                else 'solitary_survivor_working'
            end as segment_code
        from {{ ref("household_stage_monthly") }}
    ),

    changes as ({{ segment_changes("evaluated") }}),

    -- the bound of age that divides the couples and persons who never had children
    compared as (
        select
            *,
            case
                when nest = 'never' and marital_status = 'married' then childless_age else older_age
            end as age_bound
        from changes
    )

select
    customer_key,
    source_system,
    'household_life_cycle' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'customer_type is ' || customer_type
        when missing_input = 'bounds'
        then 'no bounds of household_life_cycle'
        when missing_input = 'marital_status'
        then coalesce('marital_status ' || marital_status || ' has no stage', 'marital_status is missing')
        when missing_input = 'youngest_child_birth_year' and children_count = 0
        then 'children_count 0 contradicts youngest_child_birth_year ' || youngest_child_birth_year
        when missing_input = 'youngest_child_birth_year'
        then
            coalesce(
                'youngest_child_birth_year ' || youngest_child_birth_year || ' is after the month end',
                'youngest_child_birth_year is missing'
            )
        when missing_input = 'birth_year'
        then coalesce('birth_year ' || birth_year || ' is after the month end', 'birth_year is missing')
        when missing_input is not null
        then missing_input || ' is missing'
        else
            case when nest = 'full' then '' else 'marital_status ' || marital_status || ', ' end || case
                when nest = 'never'
                then 'children_count 0'
                when segment_code = 'full_nest_1'
                then
                    {{
                        comparison(
                            "youngest_child_age_years", "youngest_child_age_years", "<", "school_age"
                        )
                    }}
                when segment_code = 'full_nest_2'
                then
                    'youngest_child_age_years '
                    || {{ within_bounds("youngest_child_age_years", "school_age", "dependent_age") }}
                else
                    'youngest_child_age_years '
                    || youngest_child_age_years
                    || case when nest = 'full' then ' < ' else ' >= ' end
                    || {{ readable_number("dependent_age") }}
            end
            || case
                when is_age_needed
                then
                    ', age_years '
                    || age_years
                    || case when age_years < age_bound then ' < ' else ' >= ' end
                    || {{ readable_number("age_bound") }}
                else ''
            end
            || case when is_employment_needed then ', employment_status ' || employment_status else '' end
    end as reason,
    'customer' as input_source,
    record_date as input_date,
    valid_from,
    valid_to
from compared
