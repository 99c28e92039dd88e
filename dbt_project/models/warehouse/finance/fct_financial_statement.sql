with
    delivered as (
        {{
            winners(
                ref("contract_financial_statement"),
                ["source_system", "customer_number", "fiscal_year_end_date"],
            )
        }}
    )

select
    {{ surrogate_key(["source_system", "customer_number"]) }} as customer_key,
    source_system,
    fiscal_year_end_date,
    currency_code,
    revenue_amount,
    total_assets_amount,
    operating_cash_flow_amount,
    investing_cash_flow_amount,
    financing_cash_flow_amount,
    employee_count,
    lead(fiscal_year_end_date, 1, {{ open_end_date() }}) over (
        partition by source_system, customer_number order by fiscal_year_end_date
    ) as next_fiscal_year_end_date
from delivered
