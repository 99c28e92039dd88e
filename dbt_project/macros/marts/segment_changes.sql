{#
  The rows of a relation (one per customer and month end) at which segment_code is not that of the month end before,
  with the span that begins there. valid_to is empty for the last span. Text is put together for these rows alone:
  there are far fewer of them than month ends.
#}
{% macro segment_changes(evaluated) -%}
    select
        *,
        month_end_date as valid_from,
        lead(month_end_date) over (partition by customer_key order by month_end_date) as valid_to
    from
        (
            select
                *,
                lag(segment_code) over (
                    partition by customer_key order by month_end_date
                ) as previous_segment_code
            from {{ evaluated }}
        ) as compared
    where previous_segment_code is null or previous_segment_code <> segment_code
{%- endmacro %}
