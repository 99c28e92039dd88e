{{ config(schema="intermediate") }}

with
    late as (
        {{
            late_versions(
                ref("contract_interaction"), "interaction_number", "interaction_date", "interaction_date"
            )
        }}
    )

select
    {{ surrogate_key(["late.source_system", "late.interaction_number"]) }} as interaction_key,
    coalesce(keys.customer_key, -1) as customer_key,
    late.source_system,
    late.closed_month_end_date,
    late.is_published,
    late.is_restated,
    late.learned_on,
    {{ month_end("late.interaction_date") }} as month_end_date,
    late.minutes_count
from late
left join {{ ref("key_customer") }} as keys using (source_system, customer_number)
