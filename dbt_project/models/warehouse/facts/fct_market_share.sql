with
    delivered as (
        {{
            competitor_rows(
                "market_share",
                ["source_system", "period_end_date", "product_group", "region_code", "competitor_number"],
            )
        }}
    )

select
    delivered.source_system,
    delivered.period_end_date,
    delivered.product_group,
    delivered.region_code,
    delivered.competitor_key,
    delivered.volume_amount,
    delivered.currency_code,
    {{ reporting_amount("delivered.volume_amount", "delivered.currency_code") }} as reporting_volume_amount
from delivered {{ join_reporting_rate("delivered", "delivered.currency_code", "delivered.period_end_date") }}
