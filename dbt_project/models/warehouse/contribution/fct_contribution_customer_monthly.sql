{{
    config(
        schema="intermediate",
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_contribution_customer_monthly") %}

{% set lines = contribution_lines() %}

with
    -- a customer without accounts has contributed nothing, save in lines that its source does not give at all
    source_months as (
        select
            source_system,
            month_end_date
            {%- for line in lines %}
                ,
                case when not bool_and({{ line }}_basis = 'missing') then 0 end as {{ line }}_amount,
                case when bool_and({{ line }}_basis = 'missing') then 5 else 1 end as {{ line }}_rank
            {%- endfor %}
        from {{ ref("fct_contribution_account_monthly") }}
        where {{ is_changed("month_end_date", months) }}
        group by source_system, month_end_date
    ),

    parts as (
        select
            customer_key,
            account_key,
            source_system,
            month_end_date,
            {%- for line in lines %} {{ line }}_amount, {{ line }}_rank, {%- endfor %}
            return_on_capital_amount,
            tax_amount,
            capital_charge_amount
        from {{ ref("fct_contribution_part_monthly") }}
        where customer_key <> -1 and {{ is_changed("month_end_date", months) }}
        union all
        select
            customers.customer_key,
            -1 as account_key,
            source_months.source_system,
            source_months.month_end_date,
            {%- for line in lines %}
                source_months.{{ line }}_amount, source_months.{{ line }}_rank,
            {%- endfor %}
            0 as return_on_capital_amount,
            0 as tax_amount,
            0 as capital_charge_amount
        from {{ ref("dim_customer") }} as customers
        inner join
            source_months
            on customers.source_system = source_months.source_system
            and {{ valid_on("customers", "source_months.month_end_date") }}
        where
            customers.customer_key <> -1
            and customers.onboarded_date <= source_months.month_end_date
            and coalesce(customers.closed_date, {{ open_end_date() }})
            >= {{ month_start("source_months.month_end_date") }}
    )

select customer_key, source_system, month_end_date, {{ sum_of_parts() }}
from parts
group by customer_key, source_system, month_end_date
