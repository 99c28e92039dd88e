{{ config(schema="intermediate") }}

{% set tests = [
    {"input": "staff_count", "bound": "staff_min", "unit": "1"},
    {"input": "revenue_amount", "bound": "revenue_min", "unit": "bounds.amount_unit"},
    {"input": "total_assets_amount", "bound": "total_assets_min", "unit": "bounds.amount_unit"},
] %}

with
    bounds as (
        select *, case size_code when 'large' then 1 when 'medium' then 2 else 3 end as size_rank
        from {{ ref("sme_size_bound") }}
        where currency_code = {{ reporting_currency() }}
    ),

    tested as (
        select
            figures.customer_key,
            figures.month_end_date,
            figures.industry_code,
            figures.sme_industry_code,
            bounds.size_code,
            bounds.size_rank,
            bounds.amount_unit,
            bounds.currency_code,
            {% for test in tests %}
                (bounds.{{ test.bound }} is not null and figures.{{ test.input }} is null)
                {{ "or" if not loop.last else "as is_input_missing," }}
            {% endfor %}
            {% for test in tests %}
                (
                    bounds.{{ test.bound }} is null
                    or figures.{{ test.input }} >= bounds.{{ test.bound }} * {{ test.unit }}
                )
                {{ "and" if not loop.last else "as is_met," }}
            {% endfor %}
            concat_ws(
                ' and '
                {%- for test in tests %}
                    ,
                    case
                        when bounds.{{ test.bound }} is null
                        then null
                        when figures.{{ test.input }} is null
                        then '{{ test.input }} is missing'
                        else
                            '{{ test.input }} '
                            || {{
                                readable_number(
                                    "figures." ~ test.input ~ " / " ~ test.unit,
                                    0 if test.unit == "1" else 2,
                                )
                            }}
                            || case
                                when figures.{{ test.input }} >= bounds.{{ test.bound }} * {{ test.unit }}
                                then ' >= '
                                else ' < '
                            end
                            || {{ readable_number("bounds." ~ test.bound) }}
                    end
                {%- endfor %}
            ) as comparison
        from {{ ref("company_figures_monthly") }} as figures
        left join
            bounds
            on figures.sme_industry_code = bounds.sme_industry_code
            and {{ valid_on("bounds", "figures.month_end_date") }}
    ),

    -- the largest size of which every bound is met; else the smallest size, which is then not met
    ranked as (
        select
            *,
            row_number() over (
                partition by customer_key, month_end_date
                order by
                    case when is_met then 0 else 1 end, case when is_met then size_rank else - size_rank end
            ) as choice
        from tested
    )

select
    customer_key,
    month_end_date,
    case
        when size_code is null or is_input_missing then 'unknown' when is_met then size_code else 'micro'
    end as size_code,
    case
        when industry_code is null
        then 'industry_code is missing'
        when size_code is null
        then 'no size bounds for industry ' || industry_code || ' in ' || {{ reporting_currency() }}
        else
            comparison
            || ' (amounts in '
            || currency_code
            || ' '
            || {{ readable_number("amount_unit") }}
            || '): '
            || case when is_input_missing then 'unknown' when is_met then size_code else 'micro' end
            || ' '
            || replace(sme_industry_code, '_', ' ')
    end as reason
from ranked
where choice = 1
