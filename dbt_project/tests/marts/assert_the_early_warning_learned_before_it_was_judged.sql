-- A model that has seen the outcome of its holdout is judged on what it was told: every
-- training month end must be a whole horizon before the holdout, and that before the last.
{{ config(meta={"dagster": {"ref": {"name": "churn_risk_evaluation"}}}) }}
with
    last_months as (
        select source_system, max(month_end_date) as last_month_end_date
        from {{ ref("churn_risk") }}
        group by source_system
    )

select evaluations.*
from {{ ref("churn_risk_evaluation") }} as evaluations
inner join last_months on evaluations.source_system = last_months.source_system
where
    {{ dbt.datediff("evaluations.training_to_date", "evaluations.holdout_month_end_date", "month") }}
    < evaluations.horizon_months
    or {{ dbt.datediff("evaluations.holdout_month_end_date", "last_months.last_month_end_date", "month") }}
    < evaluations.horizon_months
