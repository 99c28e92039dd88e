{% set lines = restatement_lines() %}

with
    totals as (
        select
            source_system,
            month_end_date
            {%- for line in lines %}, coalesce(sum({{ line }}_amount), 0) as {{ line }}_amount {%- endfor %}
        from {{ ref("fct_contribution_part_monthly") }}
        group by source_system, month_end_date
    ),

    restated as (
        {%- for line in lines %}
            select source_system, month_end_date, '{{ line }}' as line_code, {{ line }}_amount as amount
            from totals {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    differences as (
        select
            source_system,
            month_end_date,
            line_code,
            sum(difference_amount) as amount,
            sum(case when difference_amount <> 0 and customer_key <> -1 then 1 else 0 end) as customer_count,
            max(case when difference_amount <> 0 then restated_on end) as restated_on
        from {{ ref("contribution_restatement") }}
        group by source_system, month_end_date, line_code
    ),

    line_codes as (
        {%- for line in lines %}
            select '{{ line }}' as line_code {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    months.source_system,
    months.month_end_date,
    line_codes.line_code,
    {{ reporting_currency() }} as currency_code,
    cast(
        coalesce(restated.amount, 0) - coalesce(differences.amount, 0) as decimal(18, 2)
    ) as published_amount,
    cast(coalesce(restated.amount, 0) as decimal(18, 2)) as restated_amount,
    cast(coalesce(differences.amount, 0) as decimal(18, 2)) as difference_amount,
    cast(coalesce(differences.customer_count, 0) as integer) as customers_restated,
    months.closed_on as published_on,
    differences.restated_on,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("closed_month") }} as months
cross join line_codes
left join
    restated
    on months.source_system = restated.source_system
    and months.month_end_date = restated.month_end_date
    and line_codes.line_code = restated.line_code
left join
    differences
    on months.source_system = differences.source_system
    and months.month_end_date = differences.month_end_date
    and line_codes.line_code = differences.line_code
