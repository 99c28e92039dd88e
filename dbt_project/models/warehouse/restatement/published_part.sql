{{ config(schema="intermediate") }}

{% set lines = contribution_lines() %}

with
    shares as ({{ shares_of_holders(ref("published_account_line"), ref("published_holder")) }}),

    contacts as ({{ contact_cost(ref("published_interaction"), ref("published_activity_rate")) }}),

    parts as (
        -- what no late row has touched is what was published
        select
            parts.customer_key,
            parts.account_key,
            parts.source_system,
            parts.month_end_date
            {%- for line in lines %}, parts.{{ line }}_amount, parts.{{ line }}_rank {%- endfor %}
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join
            (select distinct account_key, month_end_date from {{ ref("closed_account_month") }}) as touched
            on parts.account_key = touched.account_key
            and parts.month_end_date = touched.month_end_date
        where parts.account_key <> -1 and touched.account_key is null
        union all
        select
            customer_key,
            account_key,
            source_system,
            month_end_date
            {%- for line in lines %}, {{ line }}_amount, {{ line }}_rank {%- endfor %}
        from shares
        union all
        select
            customer_key,
            -1 as account_key,
            source_system,
            month_end_date
            {%- for line in lines %}
                ,
                {{ "sum(cost_amount)" if line == "operating_cost" else "0" }} as {{ line }}_amount,
                {{ "2" if line == "operating_cost" else "1" }} as {{ line }}_rank
            {%- endfor %}
        from contacts
        group by customer_key, source_system, month_end_date
    ),

    closed_parts as (
        select parts.*
        from parts
        inner join
            {{ ref("closed_customer_month") }} as customers
            on parts.customer_key = customers.customer_key
            and parts.source_system = customers.source_system
            and parts.month_end_date = customers.month_end_date
    ),

    totals as ({{ totals_of_parts("closed_parts", ref("dim_parameter_monthly")) }})

select
    customer_key,
    account_key,
    source_system,
    month_end_date,
    {%- for line in lines %} {{ line }}_amount, {{ line }}_rank, {%- endfor %}
    cast(return_on_capital_amount as decimal(18, 2)) as return_on_capital_amount,
    cast(pre_tax_income_amount as decimal(18, 2)) as pre_tax_income_amount,
    cast(tax_amount as decimal(18, 2)) as tax_amount,
    cast(pre_tax_income_amount - tax_amount as decimal(18, 2)) as net_income_amount,
    cast(capital_charge_amount as decimal(18, 2)) as capital_charge_amount
from totals
