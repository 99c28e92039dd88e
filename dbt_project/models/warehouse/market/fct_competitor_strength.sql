with
    delivered as (
        {{
            competitor_rows(
                "competitor_strength",
                ["source_system", "competitor_number", "assessed_date", "component_code"],
            )
        }}
    )

select source_system, competitor_key, assessed_date, component_code, score
from delivered
