with
    delivered as (
        {{
            winners(
                ref("contract_contribution_statement"),
                ["source_system", "customer_number", "month_end_date"],
            )
        }}
    )

select
    {{ surrogate_key(["source_system", "customer_number"]) }} as customer_key,
    source_system,
    month_end_date,
    {{ reporting_currency() }} as currency_code,
    net_income_amount
from delivered
