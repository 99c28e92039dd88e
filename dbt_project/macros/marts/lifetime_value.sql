{#
  The present value of a steady payment that ends with the relationship: payment p at the end of each period, the
  relationship survives a period with probability r, discount d per period. First payment after one period.
#}
{# Over a horizon of n periods: sum of p * (r / (1 + d))^k for k = 1 to n. #}
{% macro lifetime_value_finite(payment, retention, discount, horizon) -%}
    (
        {{ payment }} * case
            when {{ retention }} = 1 + {{ discount }}
            then cast({{ horizon }} as double)
            else
                ({{ retention }} / (1 + {{ discount }}))
                * (1 - power({{ retention }} / (1 + {{ discount }}), {{ horizon }}))
                / (1 - {{ retention }} / (1 + {{ discount }}))
        end
    )
{%- endmacro %}

{# For ever: p * r / (1 + d - r) (Gupta & Lehmann 2003). NULL where it has no end. #}
{% macro lifetime_value_perpetuity(payment, retention, discount) -%}
    ({{ payment }} * {{ retention }} / nullif(1 + {{ discount }} - {{ retention }}, 0))
{%- endmacro %}

{# The rate per month that compounds to an annual rate. #}
{% macro monthly_rate(annual_rate) -%}
    (power(1 + cast({{ annual_rate }} as double), 1.0 / 12) - 1)
{%- endmacro %}
