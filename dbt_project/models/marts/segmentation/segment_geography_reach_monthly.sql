{{ config(schema="intermediate") }}

with
    customers as (
        select
            customers.customer_key,
            customers.month_end_date,
            customers.registration_country,
            customers.foreign_ownership_share,
            home_country.country_code as home_country,
            parameters.multinational_ownership_share as bound
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("home_country") }} as home_country
            on home_country.reporting_currency_code = {{ reporting_currency() }}
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on customers.month_end_date = parameters.month_end_date
    )

select
    customer_key,
    month_end_date,
    'geography_reach' as scheme_code,
    case
        when registration_country is null or home_country is null
        then 'unknown'
        when registration_country <> home_country or foreign_ownership_share >= bound
        then 'multinational'
        else 'domestic'
    end as segment_code,
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
    end as reason
from customers
