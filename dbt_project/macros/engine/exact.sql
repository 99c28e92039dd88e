{#
  factors[0] * factors[1] * ... / (divisors[0] * ...), rounded half away from zero to the cent. Each factor and divisor
  is [expression, number of decimals that it may have]. The engine divides decimals as floating point, which sends some
  halves the wrong way: so where the quotient lies near a half, or is too large to tell, it is computed on integers.
#}
{% macro rounded_ratio(factors, divisors) %}
    {{ return(adapter.dispatch("rounded_ratio")(factors, divisors)) }}
{% endmacro %}
{% macro default__rounded_ratio(factors, divisors) -%}
    {%- set terms = {"numerator": [], "denominator": [], "above": ["100"], "below": []} -%}
    {%- for factor in factors -%}
        {%- do terms.numerator.append(scaled_integer(factor)) -%}
        {%- do terms.above.append("cast(" ~ factor[0] ~ " as double)") -%}
    {%- endfor -%}
    {%- for divisor in divisors + [["1", 0]] -%}
        {%- do terms.denominator.append(scaled_integer(divisor)) -%}
        {%- do terms.below.append("cast(" ~ divisor[0] ~ " as double)") -%}
    {%- endfor -%}
    {%- set decimals = factors | sum(attribute=1) - divisors | sum(attribute=1) - 2 -%}
    {%- do terms["denominator" if decimals > 0 else "numerator"].append(
        scaled_integer([10 ** (decimals | abs), 0])
    ) -%}
    {%- set n = terms.numerator | join(" * ") -%}
    {%- set d = terms.denominator | join(" * ") -%}
    {%- set cents = (
        "(" ~ terms.above | join(" * ") ~ " / nullif(" ~ terms.below | join(" * ") ~ ", 0))"
    ) -%}
    cast(
        case
            when abs({{ cents }}) < 1e11 and abs(abs({{ cents }}) - floor(abs({{ cents }})) - 0.5) > 0.001
            then cast(round({{ cents }}) as decimal(36, 0))
            else
                cast(
                    sign({{ n }})
                    * divide(2 * abs({{ n }}) + {{ d }}, nullif(2 * {{ d }}, 0)) as decimal(36, 0)
                )
        end
        * 0.01 as decimal(18, 2)
    )
{%- endmacro %}

{# A number without its decimal point. #}
{% macro scaled_integer(number) -%}
    cast(cast({{ number[0] }} as decimal(38, {{ number[1] }})) * {{ 10 ** number[1] }} as hugeint)
{%- endmacro %}

{# An amount times a rate, rounded to the cent: the widening keeps large amounts from overflowing. #}
{% macro rounded_product(amount, rate) -%}
    cast(round(cast({{ amount }} as decimal(38, 2)) * {{ rate }}, 2) as decimal(18, 2))
{%- endmacro %}

{# An amount at an exchange rate, rounded to the cent; most amounts are in the reporting currency already. #}
{% macro converted(amount, exchange_rate) -%}
    case
        when {{ exchange_rate }} = 1
        then cast({{ amount }} as decimal(18, 2))
        else {{ rounded_product(amount, exchange_rate) }}
    end
{%- endmacro %}

{# Whole times that a divisor goes into a dividend, for whole numbers from zero on. #}
{% macro integer_quotient(dividend, divisor) %}
    {{ return(adapter.dispatch("integer_quotient")(dividend, divisor)) }}
{% endmacro %}
{% macro default__integer_quotient(dividend, divisor) -%}
    divide({{ dividend }}, {{ divisor }})
{%- endmacro %}

{#
  Sums and what follows from them, of floating-point terms, that do not depend on the order of the rows: the engine adds
  in parallel, and floating-point sums of another order differ in their last digits. Terms keep so many decimals.
#}
{% macro exact_sum(term, decimals=12) -%}
    cast(sum(cast({{ term }} as decimal(38, {{ decimals }}))) as double)
{%- endmacro %}

{% macro exact_mean(term, decimals=12) -%}
    ({{ exact_sum(term, decimals) }} / nullif(count({{ term }}), 0))
{%- endmacro %}

{# Mean squared distance from the mean; of a population, or with a sample's n - 1. #}
{% macro exact_variance(term, decimals=6, sample=false) -%}
    (
        greatest(
            count({{ term }}) * {{ exact_sum("cast(" ~ term ~ " as double) * " ~ term, decimals) }}
            - power({{ exact_sum(term, decimals) }}, 2),
            0
        )
        / nullif(cast(count({{ term }}) as double) * (count({{ term }}) {{ "- 1" if sample }}), 0)
    )
{%- endmacro %}

{# Correlation of whole numbers, by sums of whole numbers. #}
{% macro exact_correlation(left, right) -%}
    (
        cast(
            count(*) * sum({{ left }} * {{ right }}) - sum({{ left }}) * sum({{ right }}) as double
        ) / nullif(
            sqrt(
                cast(count(*) * sum({{ left }} * {{ left }}) - sum({{ left }}) * sum({{ left }}) as double)
            ) * sqrt(
                cast(
                    count(*) * sum({{ right }} * {{ right }}) - sum({{ right }}) * sum({{ right }}) as double
                )
            ),
            0
        )
    )
{%- endmacro %}
