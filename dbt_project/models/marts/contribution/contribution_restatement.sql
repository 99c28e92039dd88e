{% set lines = restatement_lines() %}

with
    {%- for name, parts in {
        "published": "published_part",
        "restated": "fct_contribution_part_monthly",
    }.items() %}
        {{ name }}_sums as (
            select parts.customer_key, parts.source_system, parts.month_end_date, {{ sum_of_parts() }}
            from {{ ref(parts) }} as parts
            inner join
                {{ ref("closed_customer_month") }} as customers
                on parts.customer_key = customers.customer_key
                and parts.source_system = customers.source_system
                and parts.month_end_date = customers.month_end_date
            group by parts.customer_key, parts.source_system, parts.month_end_date
        ),

        {{ name }} as (
            select customer_key, source_system, month_end_date, {{ contribution_measures() }}
            from {{ name }}_sums
        ),
    {%- endfor %}

    line_codes as (
        {%- for line in lines %}
            select '{{ line }}' as line_code {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    compared as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.closed_on,
            customers.learned_on,
            customers.cause,
            line_codes.line_code,
            {%- for name in ["published", "restated"] %}
                case
                    line_codes.line_code
                    {%- for line in lines %} when '{{ line }}' then {{ name }}.{{ line }}_amount {%- endfor %}
                end as {{ name }}_amount
                {{ "," if not loop.last }}
            {%- endfor %}
        from {{ ref("closed_customer_month") }} as customers
        {%- for name in ["published", "restated"] %}
            left join
                {{ name }}
                on customers.customer_key = {{ name }}.customer_key
                and customers.source_system = {{ name }}.source_system
                and customers.month_end_date = {{ name }}.month_end_date
        {%- endfor %}
        cross join line_codes
    ),

    differences as (
        select
            *,
            cast(
                coalesce(restated_amount, 0) - coalesce(published_amount, 0) as decimal(18, 2)
            ) as difference_amount
        from compared
    ),

    restated_months as (
        select distinct customer_key, source_system, month_end_date
        from differences
        where difference_amount <> 0
    )

select
    differences.customer_key,
    differences.source_system,
    differences.month_end_date,
    differences.line_code,
    {{ reporting_currency() }} as currency_code,
    differences.published_amount,
    differences.restated_amount,
    differences.difference_amount,
    cast(
        case
            differences.line_code
            {%- for line, sign in lines.items() if sign %}
                when '{{ line }}' then {{ sign }} * differences.difference_amount
            {%- endfor %}
        end as decimal(18, 2)
    ) as net_income_effect_amount,
    differences.closed_on as published_on,
    differences.learned_on as restated_on,
    differences.cause,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from differences
inner join
    restated_months
    on differences.customer_key = restated_months.customer_key
    and differences.source_system = restated_months.source_system
    and differences.month_end_date = restated_months.month_end_date
where differences.difference_amount <> 0 or differences.line_code = 'net_income'
