{#
  Concentration of profit y over n customers, y ascending, from sums that are exact; only the last step divides as
  floating point. The sum of i * y_i over ascending ranks i is the sum of the whale curve's heights, best customer first.
#}
{# Gini index, the mean being positive: (2 * sum of i * y_i - (n + 1) * total) / (n * total). #}
{% macro gini_index(customers, total, curve_heights) -%}
    (
        cast(2 * {{ curve_heights }} - ({{ customers }} + 1) * {{ total }} as double)
        / nullif(cast({{ customers }} * {{ total }} as double), 0)
    )
{%- endmacro %}

{#
  The same normalised for losses (Chen, Tsaur & Rhai 1982, corrected by Berrebi & Silber 1985). The k worst customers
  whose profits add up to zero or less are offset; offset is their sum, offset_heights the sum of their running sums,
  next_profit the profit of customer k + 1. Their formula, multiplied by n * total, with the sum of i * y_i over the k
  written as (k + 1) * offset - offset_heights: k cancels out. Every term of the divisor is zero or more.
#}
{% macro gini_normalised_index(customers, total, curve_heights, offset, offset_heights, next_profit) -%}
    (
        cast(2 * {{ curve_heights }} - ({{ customers }} + 1) * {{ total }} as double) / nullif(
            cast({{ customers }} * {{ total }} + {{ offset }} - 2 * {{ offset_heights }} as double)
            + power(cast({{ offset }} as double), 2) / cast({{ next_profit }} as double),
            0
        )
    )
{%- endmacro %}

{# The largest whole cents that are no more than a share of the mean absolute profit. #}
{% macro marginal_bound(absolute_profit, customers, share) -%}
    cast(
        {{
            integer_quotient(
                scaled_integer([absolute_profit, 2]) ~ " * " ~ scaled_integer([share, 8]),
                "cast(" ~ customers ~ " as hugeint) * 100000000",
            )
        }} * 0.01 as decimal(18, 2)
    )
{%- endmacro %}

{# A part as share of a whole, both exact; the width leaves room for parts far larger than the whole. #}
{% macro share_of(part, whole, width) -%}
    cast(cast({{ part }} as double) / cast({{ whole }} as double) as decimal({{ width }}, 8))
{%- endmacro %}
