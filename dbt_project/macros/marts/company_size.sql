{# What a relation of sizes has beside customer and month end: the inputs, the bounds that decided, and whence they are. #}
{% macro size_columns() %}
    {{
        return(
            [
                "size_code",
                "industry_code",
                "sme_industry_code",
                "staff_count",
                "revenue_amount",
                "total_assets_amount",
                "staff_bound",
                "revenue_bound",
                "total_assets_bound",
                "bound_currency_code",
                "amount_unit",
                "exchange_rate",
                "unconverted_currency_code",
                "input_source",
                "input_date",
            ]
        )
    }}
{% endmacro %}

{# A figure beside its bound, both in a unit; nothing where there is no bound. #}
{% macro size_comparison(input, bound, met, not_met, decimals=0, unit="1", bound_decimals=0) -%}
    case
        when {{ bound }} is null
        then null
        when {{ input }} is null
        then
            '{{ input }} is missing'
            {%- if input != "staff_count" %}
                || coalesce(' (no exchange rate of ' || unconverted_currency_code || ')', '')
            {%- endif %}
        else
            '{{ input }} '
            || {{ readable_number(input ~ " / " ~ unit, decimals) }}
            || case when {{ input }} {{ met }} {{ bound }} then ' {{ met }} ' else ' {{ not_met }} ' end
            || {{ readable_number(bound ~ " / " ~ unit, bound_decimals) }}
    end
{%- endmacro %}

{# Why a company has its size by the national standard. #}
{% macro national_size_reason() -%}
    case
        when industry_code is null
        then 'industry_code is missing'
        when bound_currency_code is null
        then 'no size bounds for industry ' || industry_code || ' in ' || {{ reporting_currency() }}
        else
            concat_ws(
                ' and ',
                {{ size_comparison("staff_count", "staff_bound", ">=", "<") }},
                {{ size_comparison("revenue_amount", "revenue_bound", ">=", "<", 2, "amount_unit") }},
                {{
                    size_comparison(
                        "total_assets_amount", "total_assets_bound", ">=", "<", 2, "amount_unit"
                    )
                }}
            )
            || ' (amounts in '
            || bound_currency_code
            || ' '
            || {{ readable_number("amount_unit") }}
            || '): '
            || size_code
            || ' '
            || replace(sme_industry_code, '_', ' ')
    end
{%- endmacro %}

{# Why a company has its size by EU 2003/361: its staff, and the one amount that is low enough or both that are not. #}
{% macro eu_size_reason() -%}
    {%- set revenue = size_comparison("revenue_amount", "revenue_bound", "<=", ">", 2, "1", 2) -%}
    {%- set total_assets = size_comparison(
        "total_assets_amount", "total_assets_bound", "<=", ">", 2, "1", 2
    ) -%}
    case
        when bound_currency_code is null
        then 'no size bounds of EU 2003/361 on ' || cast(month_end_date as varchar)
        else
            {{ size_comparison("staff_count", "staff_bound", "<", ">=") }} || case
                when staff_count >= staff_bound
                then ''
                when exchange_rate is null
                then ' and exchange rate of ' || bound_currency_code || ' is missing'
                else
                    ' and ' || case
                        when revenue_amount <= revenue_bound
                        then {{ revenue }}
                        when total_assets_amount <= total_assets_bound
                        then {{ total_assets }}
                        else {{ revenue }} || ' and ' || {{ total_assets }}
                    end
                    || ' (at '
                    || {{ readable_number("exchange_rate", 4) }}
                    || ' per '
                    || bound_currency_code
                    || ')'
            end
            || ': '
            || size_code
    end
{%- endmacro %}
