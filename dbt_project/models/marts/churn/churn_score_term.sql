{{ config(schema="intermediate") }}

-- coefficient x standardised value; a missing value stands at the mean and adds nothing
with
    terms as (select * from {{ ref("churn_model") }} where is_fitted),

    scored as (
        select
            terms.source_system,
            terms.fit_code,
            features.customer_key,
            features.month_end_date,
            terms.feature_code,
            features.feature_value,
            terms.coefficient
            * coalesce((features.feature_value - terms.mean_value) / terms.scale_value, 0) as contribution
        from terms
        inner join
            {{ ref("churn_feature_long") }} as features
            on terms.source_system = features.source_system
            and cast(terms.scored_month_end_date as date) = features.month_end_date
            and terms.feature_code = features.feature_code
    )

select *
from scored
union all
select
    terms.source_system,
    terms.fit_code,
    features.customer_key,
    features.month_end_date,
    'intercept' as feature_code,
    1.0 as feature_value,
    terms.coefficient as contribution
from terms
inner join
    {{ ref("churn_feature_monthly") }} as features
    on terms.source_system = features.source_system
    and cast(terms.scored_month_end_date as date) = features.month_end_date
where terms.feature_code = 'intercept'
