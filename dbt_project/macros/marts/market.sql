{#
  Figures of a market from exact sums of whole cents; only the last step divides as floating point.
  NULL where the market is empty.
#}
{# Herfindahl-Hirschman index in points: the sum of squared shares in per cent, 0 to 10,000 (Hirschman 1945, Herfindahl 1950). #}
{% macro hhi_points(squared_cents, market_cents) -%}
    (
        10000.0
        * cast({{ squared_cents }} as double)
        / nullif(cast({{ market_cents }} as double) * cast({{ market_cents }} as double), 0)
    )
{%- endmacro %}

{% macro share_of_cents(part, market_cents) -%}
    (cast({{ part }} as double) / nullif(cast({{ market_cents }} as double), 0))
{%- endmacro %}
