with
    delivered as (
        {{
            winners(
                ref("contract_financial_statement"),
                ["source_system", "customer_number", "fiscal_year_end_date"],
            )
        }}
    ),

    first_deliveries as (
        select source_system, customer_number, fiscal_year_end_date, min(business_date) as known_from_date
        from {{ ref("contract_financial_statement") }}
        group by source_system, customer_number, fiscal_year_end_date
    )

select
    {{ surrogate_key(["delivered.source_system", "delivered.customer_number"]) }} as customer_key,
    delivered.source_system,
    delivered.fiscal_year_end_date,
    delivered.currency_code,
    delivered.revenue_amount,
    delivered.total_assets_amount,
    delivered.operating_cash_flow_amount,
    delivered.investing_cash_flow_amount,
    delivered.financing_cash_flow_amount,
    delivered.employee_count,
    lead(delivered.fiscal_year_end_date, 1, {{ open_end_date() }}) over (
        partition by delivered.source_system, delivered.customer_number
        order by delivered.fiscal_year_end_date
    ) as next_fiscal_year_end_date,
    first_deliveries.known_from_date
from delivered
inner join
    first_deliveries
    on delivered.source_system = first_deliveries.source_system
    and delivered.customer_number = first_deliveries.customer_number
    and delivered.fiscal_year_end_date = first_deliveries.fiscal_year_end_date
