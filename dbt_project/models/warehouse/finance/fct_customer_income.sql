with
    delivered as (
        {{ winners(ref("contract_customer_income"), ["source_system", "customer_number", "income_date"]) }}
    )

select
    {{ surrogate_key(["source_system", "customer_number"]) }} as customer_key,
    source_system,
    income_date,
    currency_code,
    annual_income_amount,
    wealth_amount,
    lead(income_date, 1, {{ open_end_date() }}) over (
        partition by source_system, customer_number order by income_date
    ) as next_income_date
from delivered
