{{ config(schema="intermediate") }}

{% set sizes = ["micro", "small", "medium"] %}

with
    -- the ceilings of each source and month end in the reporting currency
    ceilings as (
        select
            months.source_system,
            months.month_end_date,
            sizes.size_code,
            sizes.staff_below as staff_bound,
            sizes.currency_code as bound_currency_code,
            sizes.amount_unit,
            rates.exchange_rate,
            {{ rounded_product("sizes.revenue_max * sizes.amount_unit", "rates.exchange_rate") }}
            as revenue_bound,
            {{ rounded_product("sizes.total_assets_max * sizes.amount_unit", "rates.exchange_rate") }}
            as total_assets_bound
        from {{ ref("fct_source_month") }} as months
        inner join {{ ref("eu_size_ceiling") }} as sizes on {{ valid_on("sizes", "months.month_end_date") }}
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on months.source_system = rates.source_system
            and months.month_end_date = rates.month_end_date
            and sizes.currency_code = rates.currency_code
    ),

    -- staff below and one of two amounts up to its ceiling: true, false or, for want of an input, neither
    tested as (
        select
            figures.*
            {%- for size in sizes %}
                ,
                figures.staff_count < {{ size }}.staff_bound
                and (
                    figures.revenue_amount <= {{ size }}.revenue_bound
                    or figures.total_assets_amount <= {{ size }}.total_assets_bound
                ) as is_{{ size }}
            {%- endfor %}
        from {{ ref("company_figures_monthly") }} as figures
        {%- for size in sizes %}
            left join
                ceilings as {{ size }}
                on figures.source_system = {{ size }}.source_system
                and figures.month_end_date = {{ size }}.month_end_date
                and {{ size }}.size_code = '{{ size }}'
        {%- endfor %}
    ),

    -- the smallest size that holds; the first that cannot be told leaves it open
    sized as (
        select
            *,
            case
                {%- for size in sizes %}
                    when is_{{ size }} then '{{ size }}' when is_{{ size }} is null then 'unknown'
                {%- endfor %}
                else 'large'
            end as size_code,
            case
                {%- for size in sizes %} when coalesce(is_{{ size }}, true) then '{{ size }}' {%- endfor %}
                else 'medium'
            end as deciding_size_code
        from tested
    ),

    bounded as (
        select
            sized.*,
            ceilings.staff_bound,
            ceilings.revenue_bound,
            ceilings.total_assets_bound,
            ceilings.bound_currency_code,
            ceilings.amount_unit,
            ceilings.exchange_rate,
            case
                when
                    ceilings.bound_currency_code is null
                    or (sized.staff_count >= ceilings.staff_bound and not sized.is_staff_of_statement)
                then 'customer'
                when sized.staff_count >= ceilings.staff_bound
                then 'financial_statement'
                when
                    ceilings.exchange_rate is null
                    or (sized.size_code = 'unknown' and sized.unconverted_currency_code is not null)
                then 'exchange_rate'
                else 'financial_statement'
            end as input_source
        from sized
        left join
            ceilings
            on sized.source_system = ceilings.source_system
            and sized.month_end_date = ceilings.month_end_date
            and sized.deciding_size_code = ceilings.size_code
    )

select
    customer_key,
    month_end_date,
    {% for column in size_columns() if column != "input_date" %} {{ column }},{% endfor %}
    case
        input_source when 'customer' then record_date when 'financial_statement' then fiscal_year_end_date
    end as input_date
from bounded
