-- Weights make the respondents of a figure speak for the customers of the bank:
-- over all respondents they sum to the customers of the strata that answered, and
-- strata with and without answers together are everybody who could be asked.
{{ config(meta={"dagster": {"ref": {"name": "survey_weight"}}}) }}
with
    weights as (
        select
            source_system,
            wave_number,
            question_code,
            dimension_code,
            sum(population_count) as population_count,
            sum(case when is_covered then population_count else 0 end) as covered_count,
            sum(respondent_count) as respondent_count
        from {{ ref("survey_weight") }}
        group by source_system, wave_number, question_code, dimension_code
    ),

    respondents as (
        select
            measured.source_system,
            measured.wave_number,
            measured.question_code,
            measured.dimension_code,
            count(*) as respondent_count,
            sum(weights.weight) as weight_sum,
            sum(weights.relative_weight) as relative_weight_sum
        from {{ ref("survey_measurement") }} as measured
        inner join
            {{ ref("survey_respondent") }} as respondents using (
                source_system, wave_number, respondent_key, product_key
            )
        inner join
            {{ ref("survey_weight") }} as weights
            on measured.source_system = weights.source_system
            and measured.wave_number = weights.wave_number
            and measured.question_code = weights.question_code
            and measured.dimension_code = weights.dimension_code
            and respondents.stratum_code = weights.stratum_code
        where measured.measurement_state = 'counted'
        group by measured.source_system, measured.wave_number, measured.question_code, measured.dimension_code
    ),

    customers as (
        select waves.source_system, waves.wave_number, count(*) as customer_count
        from {{ ref("dim_survey_wave") }} as waves
        inner join
            {{ ref("dim_customer") }} as customers
            on waves.source_system = customers.source_system
            and customers.is_current
            and customers.onboarded_date <= least(waves.end_date, {{ as_of_date() }})
            and (customers.closed_date is null or customers.closed_date > waves.start_date)
        group by waves.source_system, waves.wave_number
    )

select weights.*, respondents.weight_sum, respondents.relative_weight_sum, customers.customer_count
from weights
left join respondents using (source_system, wave_number, question_code, dimension_code)
left join customers using (source_system, wave_number)
where
    weights.population_count is distinct from customers.customer_count
    or weights.respondent_count <> coalesce(respondents.respondent_count, 0)
    -- a weight is rounded to eight decimals
    or abs(coalesce(respondents.weight_sum, 0) - weights.covered_count)
    > 0.00000001 * (weights.respondent_count + 1)
    or abs(coalesce(respondents.relative_weight_sum, 0) - weights.respondent_count)
    > 0.00000001 * (weights.respondent_count + 1)
