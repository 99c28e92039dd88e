{{ config(schema="intermediate") }}

with
    customers as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.customer_type,
            customers.record_date,
            customers.registration_country,
            customers.foreign_ownership_share,
            home_country.country_code as home_country,
            parameters.multinational_ownership_share as bound
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("home_country") }} as home_country
            on home_country.reporting_currency_code = {{ reporting_currency() }}
            and {{ valid_on("home_country", "customers.month_end_date") }}
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on customers.month_end_date = parameters.month_end_date
    ),

    evaluated as (
        select
            *,
            case
                when registration_country is null or home_country is null
                then 'unknown'
                when registration_country <> home_country or foreign_ownership_share >= bound
                then 'multinational'
                when customer_type = 'corporate' and foreign_ownership_share is null
                then 'unknown'
                else 'domestic'
            end as segment_code
        from customers
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'geography_reach' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when registration_country is null
        then 'registration_country is missing'
        when home_country is null
        then 'home country of ' || {{ reporting_currency() }} || ' is missing'
        when registration_country <> home_country
        then 'registration_country ' || registration_country || ' is not ' || home_country
        when foreign_ownership_share >= bound
        then
            'foreign_ownership_share '
            || {{ readable_number("foreign_ownership_share", 4) }}
            || ' >= '
            || {{ readable_number("bound", 4) }}
        when segment_code = 'unknown'
        then 'foreign_ownership_share is missing'
        else
            'registration_country is '
            || home_country
            || coalesce(
                ' and foreign_ownership_share '
                || {{ readable_number("foreign_ownership_share", 4) }}
                || ' < '
                || {{ readable_number("bound", 4) }},
                ''
            )
    end as reason,
    case
        when registration_country is not null and home_country is null then 'home_country' else 'customer'
    end as input_source,
    case when registration_country is null or home_country is not null then record_date end as input_date,
    valid_from,
    valid_to
from changes
