{{
    config(
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_contribution_part_monthly") %}
{% set lines = contribution_lines() %}
with
    account_lines as (
        select *
        from {{ ref("fct_contribution_account_monthly") }}
        where {{ is_changed("month_end_date", months) }}
    ),

    shares as ({{ shares_of_holders("account_lines", ref("bridge_account_holder")) }}),

    -- contacts cost by customer, not by account
    contacts as (
        select customer_key, source_system, month_end_date, sum(cost_amount) as cost_amount
        from {{ ref("fct_customer_contact_cost_monthly") }}
        where {{ is_changed("month_end_date", months) }}
        group by customer_key, source_system, month_end_date
    ),

    parts as (
        select *
        from shares
        union all
        select
            contacts.customer_key,
            -1 as account_key,
            contacts.source_system,
            contacts.month_end_date,
            -1 as product_key,
            coalesce(customers.branch_key, -1) as branch_key,
            1 as holder_weight,
            true as is_primary,
            {%- for line in lines %}
                {{ "contacts.cost_amount" if line == "operating_cost" else "0" }} as {{ line }}_amount,
                {{ "2" if line == "operating_cost" else "1" }} as {{ line }}_rank {{ "," if not loop.last }}
            {%- endfor %}
        from contacts
        left join
            {{ ref("dim_customer") }} as customers
            on contacts.customer_key = customers.customer_key
            and {{ valid_on("customers", "contacts.month_end_date") }}
    ),

    totals as ({{ totals_of_parts("parts", ref("dim_parameter_monthly")) }})

select
    customer_key,
    account_key,
    source_system,
    month_end_date,
    product_key,
    branch_key,
    {{ reporting_currency() }} as currency_code,
    cast(holder_weight as decimal(12, 8)) as holder_weight,
    is_primary,
    {%- for line in lines %}
        cast({{ line }}_amount as decimal(18, 2)) as {{ line }}_amount,
        cast({{ line }}_rank as smallint) as {{ line }}_rank,
    {%- endfor %}
    cast(return_on_capital_amount as decimal(18, 2)) as return_on_capital_amount,
    cast(pre_tax_income_amount as decimal(18, 2)) as pre_tax_income_amount,
    cast(tax_amount as decimal(18, 2)) as tax_amount,
    cast(pre_tax_income_amount - tax_amount as decimal(18, 2)) as net_income_amount,
    cast(capital_charge_amount as decimal(18, 2)) as capital_charge_amount
from totals
