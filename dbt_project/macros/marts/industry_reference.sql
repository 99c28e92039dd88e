{# What a dated reference table by beginning of the industry code says of each code and month end; the longest wins. #}
{% macro industry_reference(table, column) -%}
    select industry_code, month_end_date, industry_prefix, {{ column }}
    from
        (
            select
                codes.industry_code,
                codes.month_end_date,
                prefixes.industry_prefix,
                prefixes.{{ column }},
                row_number() over (
                    partition by codes.industry_code, codes.month_end_date
                    order by length(prefixes.industry_prefix) desc
                ) as prefix_rank
            from
                (
                    select distinct industry_code, month_end_date
                    from {{ ref("customer_month_end") }}
                    where industry_code is not null
                ) as codes
            inner join
                {{ ref(table) }} as prefixes
                on left(codes.industry_code, length(prefixes.industry_prefix)) = prefixes.industry_prefix
                and {{ valid_on("prefixes", "codes.month_end_date") }}
        ) as ranked
    where prefix_rank = 1
{%- endmacro %}

{# The scheme of a reference table by industry, in the form of a segment_<scheme> model. #}
{% macro industry_scheme(scheme, table, column) -%}
    with
        industries as ({{ industry_reference(table, column) }}),

        evaluated as (
            select
                customers.customer_key,
                customers.source_system,
                customers.month_end_date,
                customers.record_date,
                customers.industry_code,
                industries.industry_prefix,
                case
                    when customers.customer_type = 'individual'
                    then 'not_applicable'
                    else coalesce(industries.{{ column }}, 'unknown')
                end as segment_code
            from {{ ref("customer_month_end") }} as customers
            left join
                industries
                on customers.industry_code = industries.industry_code
                and customers.month_end_date = industries.month_end_date
        ),

        changes as ({{ segment_changes("evaluated") }})

    select
        customer_key,
        source_system,
        '{{ scheme }}' as scheme_code,
        segment_code,
        previous_segment_code,
        case
            when segment_code = 'not_applicable'
            then 'customer_type is individual: the scheme concerns companies and institutions'
            when industry_code is null
            then 'industry_code is missing'
            when industry_prefix is null
            then
                'no row of {{ table }} for industry_code '
                || industry_code
                || ' on '
                || cast(month_end_date as {{ dbt.type_string() }})
            else
                'industry_code '
                || industry_code
                || ' begins with '
                || industry_prefix
                || ': '
                || segment_code
        end as reason,
        'customer' as input_source,
        record_date as input_date,
        valid_from,
        valid_to
    from changes
{%- endmacro %}
