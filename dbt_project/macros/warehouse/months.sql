{#
  The months of a fact that this run computes, as texts ('2024-01-01'). None means all: on a first build or full
  refresh, when the run looks less far than the last one, and when key secret or reporting currency have changed.
#}
{% macro touched_months(fact) %}
    {%- set declared = fact_inputs(fact) -%}
    {%- set dates = ref("dim_date") -%}
    {%- set consumed = ref("consumed_file") -%}
    {%- for input in declared.inputs -%} {%- do ref(input.model) -%} {%- endfor -%}
    {%- if not (execute and is_incremental()) -%} {{ return(none) }}{%- endif -%}
    {%- set last_as_of = last_as_of_date(fact, consumed) -%}
    {%- if last_as_of is none -%} {{ return(none) }}{%- endif -%}

    {%- set touched = [] -%}
    {%- set touched_onward = [] -%}
    {%- for input in declared.inputs -%}
        {%- set new_rows = select_new_rows(fact, input, consumed, last_as_of) -%}
        {%- if new_rows and input.changes_from -%}
            {%- do touched_onward.append(select_first_change(input, new_rows)) -%}
        {%- elif new_rows -%}
            {%- do touched.append(
                "select " ~ month_start(input.event_date) ~ " from (" ~ new_rows ~ ") as new_row"
            ) -%}
        {%- endif -%}
        {%- if new_rows and input.stands -%}
            {%- do touched.append(
                "(with new_row as ("
                ~ new_rows
                ~ ") select "
                ~ month_start(declared.month)
                ~ " from "
                ~ this
                ~ " where "
                ~ input.stands
                ~ ")"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if touched_onward -%}
        {%- do touched.append(
            "select month_start_date from "
            ~ dates
            ~ " where date_day <= "
            ~ as_of_date()
            ~ " and month_end_date >= (select min(first_change) from ("
            ~ touched_onward
            | join(" union all ") ~ ") as onward (first_change))"
        ) -%}
    {%- endif -%}
    {%- if not touched -%} {{ return([]) }}{%- endif -%}
    {{
        return(
            first_column(
                "select distinct cast(touched_month as varchar) from (" ~ touched
                | join(" union all ") ~ ") as touched (touched_month) order by 1"
            )
        )
    }}
{% endmacro %}

{% macro first_column(query) %} {{ return(run_query(query).columns[0].values() | list) }}{% endmacro %}

{# As of which date the fact was computed last; none where that cannot be built upon. #}
{% macro last_as_of_date(fact, consumed) %}
    {%- set query -%}
        select cast(max(as_of_date) as varchar)
        from {{ consumed }}
        where model_name = '{{ fact }}'
        having max(as_of_date) <= {{ as_of_date() }}
            and min(parameters_key) = {{ parameters_key() }}
            and max(parameters_key) = {{ parameters_key() }}
    {%- endset -%}
    {{ return(first_column(query) | first | default(none)) }}
{% endmacro %}

{# Stands for the key secret and the reporting currency. #}
{% macro parameters_key() %} {{ surrogate_key([reporting_currency()]) }}{% endmacro %}

{# SQL of the rows that the last run did not see: those of new files, and those dated after its as-of date. #}
{% macro select_new_rows(fact, input, consumed, last_as_of) %}
    {%- set relation = ref(input.model) -%}
    {%- set after_last = input.event_date ~ " > date '" ~ last_as_of ~ "'" -%}
    {%- set files = first_column(
        "select distinct source_file_sha256 from "
        ~ relation
        ~ " except select source_file_sha256 from "
        ~ consumed
        ~ " where model_name = '"
        ~ fact
        ~ "'"
    ) -%}
    {%- set selections = [] -%}
    {%- if files -%}
        {%- do selections.append("source_file_sha256 in ('" ~ files | join("', '") ~ "')") -%}
    {%- endif -%}
    {%- if first_column("select count(*) from " ~ relation ~ " where " ~ after_last)[0] -%}
        {%- do selections.append(after_last) -%}
    {%- endif -%}
    {%- set queries = [] -%}
    {%- for selection in selections -%}
        {%- do queries.append("select * from " ~ relation ~ " where " ~ selection) -%}
    {%- endfor -%}
    {{ return(queries | join(" union all ")) }}
{% endmacro %}

{% macro select_first_change(input, new_rows) -%}
    {%- if input.number -%}
        select min({{ input.changes_from }})
        from {{ ref(input.model) }}
        where {{ input.number }} in (select {{ input.number }} from ({{ new_rows }}) as new_row)
    {%- else -%} select min({{ input.changes_from }}) from ({{ new_rows }}) as new_row
    {%- endif -%}
{%- endmacro %}

{# A filter on a date by months, as literal ranges, so that it reaches the scan. #}
{% macro in_months(date, months) %}
    {%- if months is none -%} {{ return("true") }}{%- endif -%}
    {%- if not months -%} {{ return("false") }}{%- endif -%}
    {%- set spans = [] -%}
    {%- for month in months | sort -%}
        {%- if spans and spans[-1][1] == month -%}
            {%- do spans.append((spans.pop()[0], next_month(month))) -%}
        {%- else -%} {%- do spans.append((month, next_month(month))) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ranges = [] -%}
    {%- for first, end in spans -%}
        {%- do ranges.append(
            "(" ~ date ~ " >= date '" ~ first ~ "' and " ~ date ~ " < date '" ~ end ~ "')"
        ) -%}
    {%- endfor -%}
    {{ return("(" ~ ranges | join(" or ") ~ ")") }}
{% endmacro %}

{% macro next_month(month) %}
    {%- set year = month[:4] | int -%}
    {%- set number = month[5:7] | int -%}
    {{ return("%04d-%02d-01" | format(year + number // 12, number % 12 + 1)) }}
{% endmacro %}
