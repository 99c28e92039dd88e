with
    years as (
        select *, {{ list_positions("year_amounts") }} as year_number
        from {{ ref("lifetime_estimate") }}
        where product_key is null and year_amounts is not null
    )

select
    customer_key,
    source_system,
    fit_date,
    cast(year_number as integer) as year_number,
    {{ reporting_currency() }} as currency_code,
    cast({{ list_element("year_amounts", "year_number") }} as decimal(18, 2)) as expected_amount,
    cast({{ list_element("year_survival_rates", "year_number") }} as decimal(12, 8)) as survival_rate,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from years
