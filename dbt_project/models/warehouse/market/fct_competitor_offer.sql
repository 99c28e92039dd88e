with
    delivered as (
        {{
            competitor_rows(
                "competitor_offer", ["source_system", "competitor_number", "product_group", "offer_from"]
            )
        }}
    )

select source_system, competitor_key, product_group, offer_from, offered_rate, quality_score
from delivered
