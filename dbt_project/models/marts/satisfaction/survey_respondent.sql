{{ config(schema="intermediate") }}

with
    respondents as (
        select
            source_system,
            wave_number,
            respondent_key,
            product_key,
            max(customer_key) as customer_key,
            max(response_date) as response_date
        from {{ ref("survey_answer") }}
        group by source_system, wave_number, respondent_key, product_key
    )

select
    respondents.source_system,
    respondents.wave_number,
    respondents.respondent_key,
    respondents.product_key,
    respondents.customer_key,
    respondents.response_date,
    versions.customer_type,
    versions.branch_key,
    managers.employee_key as manager_key,
    population.stratum_code
from respondents
inner join
    {{ ref("dim_customer") }} as versions
    on respondents.customer_key = versions.customer_key
    and {{ valid_on("versions", "respondents.response_date") }}
left join
    {{ ref("bridge_customer_manager") }} as managers
    on respondents.customer_key = managers.customer_key
    and {{ valid_on("managers", "respondents.response_date") }}
left join
    {{ ref("survey_population") }} as population
    on respondents.source_system = population.source_system
    and respondents.wave_number = population.wave_number
    and respondents.customer_key = population.customer_key
