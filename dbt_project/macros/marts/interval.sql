{# Interval of a share of successes among trials (Wilson 1927); z is the normal quantile, 1.96 for 95 %. NULL where there are no trials. #}
{% macro wilson_bound(successes, trials, z, side) -%}
    case
        when {{ trials }} > 0
        then
            greatest(
                0.0,
                least(
                    1.0,
                    (
                        ({{ successes }} + power({{ z }}, 2) / 2)
                        {{ "-" if side == "lower" else "+" }} {{ z }} * sqrt(
                            {{ successes }} * ({{ trials }} - {{ successes }}) / cast({{ trials }} as double)
                            + power({{ z }}, 2) / 4
                        )
                    )
                    / ({{ trials }} + power({{ z }}, 2))
                )
            )
    end
{%- endmacro %}

{# Net promoter score in points, -100 to 100 (Reichheld 2003). #}
{% macro nps_points(promoters, detractors, responses) -%}
    case when {{ responses }} > 0 then 100.0 * ({{ promoters }} - {{ detractors }}) / {{ responses }} end
{%- endmacro %}

{# Its standard error in points: variance (p + d - (p - d)^2) / n. #}
{% macro nps_standard_error_points(promoters, detractors, responses) -%}
    case
        when {{ responses }} > 0
        then
            100.0 * sqrt(
                greatest(
                    0.0,
                    ({{ promoters }} + {{ detractors }}) / cast({{ responses }} as double)
                    - power(({{ promoters }} - {{ detractors }}) / cast({{ responses }} as double), 2)
                )
                / {{ responses }}
            )
    end
{%- endmacro %}
