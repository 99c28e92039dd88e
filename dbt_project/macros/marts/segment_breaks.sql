{#
  The bounds of a measure per month end and segment. from_value and below_value are always filled, to join by; the
  bounds themselves are empty where there are none. Amounts: only bounds in the reporting currency.
#}
{% macro segment_breaks(scheme, measure) -%}
    select
        months.month_end_date,
        breaks.segment_code,
        breaks.lower_bound,
        breaks.upper_bound,
        coalesce(breaks.lower_bound, cast(-99999999999999 as decimal(18, 4))) as from_value,
        coalesce(breaks.upper_bound, cast(99999999999999 as decimal(18, 4))) as below_value
    from (select distinct month_end_date from {{ ref("customer_month_end") }}) as months
    inner join {{ ref("segment_break") }} as breaks on {{ valid_on("breaks", "months.month_end_date") }}
    where
        breaks.scheme_code = '{{ scheme }}'
        and breaks.measure_code = '{{ measure }}'
        and (breaks.currency_code is null or breaks.currency_code = {{ reporting_currency() }})
{%- endmacro %}

{# Single bounds of a scheme per month end: columns of the given names, each [segment, measure, lower or upper]. #}
{% macro segment_bounds(scheme, bounds) -%}
    select
        months.month_end_date
        {%- for name, (segment, measure, side) in bounds.items() %}
            ,
            max(
                case
                    when breaks.segment_code = '{{ segment }}' and breaks.measure_code = '{{ measure }}'
                    then breaks.{{ side }}_bound
                end
            ) as {{ name }}
        {%- endfor %}
    from (select distinct month_end_date from {{ ref("customer_month_end") }}) as months
    inner join {{ ref("segment_break") }} as breaks on {{ valid_on("breaks", "months.month_end_date") }}
    where breaks.scheme_code = '{{ scheme }}'
    group by months.month_end_date
{%- endmacro %}

{# A value and the bounds between which it lies: '30 >= 25 and < 35'. #}
{% macro within_bounds(value, lower, upper, decimals=0) -%}
    {{ readable_number(value, decimals) }} || concat_ws(
        ' and',
        ' >= ' || {{ readable_number(lower, decimals) }},
        ' < ' || {{ readable_number(upper, decimals) }}
    )
{%- endmacro %}
