{{ config(schema="intermediate") }}

-- both baselines are yearly amounts: as many months of them as the outcome has
select
    customers.source_system,
    customers.fit_date,
    customers.customer_key,
    customers.customer_type,
    customers.contribution_class,
    customers.outcome_months,
    estimates.interval_basis,
    {%- for name, expression in {
        "actual": "customers.outcome_amount",
        "model": "estimates.outcome_expected_amount",
        "last_year": "customers.last_year_amount * customers.outcome_months / 12",
        "class_average": "customers.class_average_amount * customers.outcome_months / 12",
        "lower_50": "estimates.outcome_lower_50_amount",
        "upper_50": "estimates.outcome_upper_50_amount",
        "lower_90": "estimates.outcome_lower_90_amount",
        "upper_90": "estimates.outcome_upper_90_amount",
    }.items() %}
        cast({{ expression }} as decimal(18, 2)) as {{ name }}_amount {{- "," if not loop.last }}
    {%- endfor %}
from {{ ref("lifetime_customer") }} as customers
inner join
    {{ ref("lifetime_estimate") }} as estimates
    on customers.source_system = estimates.source_system
    and customers.fit_date = estimates.fit_date
    and customers.customer_key = estimates.customer_key
where customers.outcome_months > 0 and estimates.product_key is null
