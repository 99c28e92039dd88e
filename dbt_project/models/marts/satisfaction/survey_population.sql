{{ config(schema="intermediate") }}

with
    waves as (
        select
            waves.source_system,
            waves.wave_number,
            waves.wave_start_date,
            waves.wave_end_date,
            strata.scheme_code
        from {{ ref("survey_wave_described") }} as waves
        inner join {{ ref("survey_stratum") }} as strata on {{ valid_on("strata", "waves.wave_start_date") }}
    ),

    -- On the books on a day of the wave; each counts in the stratum of its last day there.
    askable as (
        select
            waves.source_system,
            waves.wave_number,
            waves.scheme_code,
            customers.customer_key,
            case
                when customers.closed_date <= waves.wave_end_date
                then cast({{ dbt.dateadd("day", -1, "customers.closed_date") }} as date)
                else waves.wave_end_date
            end as last_day
        from waves
        inner join
            {{ ref("dim_customer") }} as customers
            on waves.source_system = customers.source_system
            and customers.is_current
            and customers.onboarded_date <= waves.wave_end_date
            and coalesce(customers.closed_date, {{ open_end_date() }}) > waves.wave_start_date
    )

select
    askable.source_system,
    askable.wave_number,
    askable.customer_key,
    askable.scheme_code as stratum_scheme_code,
    case
        askable.scheme_code
        when 'customer_type'
        then versions.customer_type
        else coalesce(members.segment_code, 'unknown')
    end as stratum_code
from askable
inner join
    {{ ref("dim_customer") }} as versions
    on askable.customer_key = versions.customer_key
    and {{ valid_on("versions", "askable.last_day") }}
left join
    {{ ref("segment_membership") }} as members
    on askable.customer_key = members.customer_key
    and askable.scheme_code = members.scheme_code
    and {{ valid_on("members", "askable.last_day") }}
