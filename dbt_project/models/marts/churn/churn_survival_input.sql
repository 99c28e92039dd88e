{{ config(schema="intermediate") }}

-- watched from the first month end at risk to the first event, or as long as the customer was seen without
-- one
with
    at_risk as (
        select
            exposures.definition_code,
            exposures.source_system,
            exposures.customer_type,
            exposures.customer_key,
            spells.spell_number,
            spells.start_date,
            min(exposures.month_end_date) as first_month_end_date,
            max(exposures.month_end_date) as last_month_end_date,
            min(exposures.next_event_date) as event_date
        from {{ ref("churn_exposure_monthly") }} as exposures
        inner join
            {{ ref("relationship_spell") }} as spells
            on exposures.customer_key = spells.customer_key
            and exposures.month_end_date >= spells.start_date
            and exposures.month_end_date < coalesce(spells.closed_date, {{ open_end_date() }})
        where
            exposures.unit_code = 'customer' and exposures.definition_code in ('balance_attrition', 'silent')
        group by
            exposures.definition_code,
            exposures.source_system,
            exposures.customer_type,
            exposures.customer_key,
            spells.spell_number,
            spells.start_date
    ),

    watched as (
        select
            *,
            {{ dbt.datediff("start_date", "first_month_end_date", "month") }} as entry_months,
            {{ dbt.datediff("start_date", "coalesce(event_date, last_month_end_date)", "month") }}
            as duration_months,
            case when event_date is not null then 1 else 0 end as is_lost
        from at_risk
    )

select
    definition_code,
    source_system,
    customer_type,
    customer_key,
    spell_number,
    cast(entry_months as integer) as entry_months,
    cast(duration_months as integer) as duration_months,
    is_lost
from watched
where duration_months > entry_months
