{# Incremental strategy of the monthly facts: the touched months go out and come in again, in one transaction. #}
{% macro get_incremental_replace_months_sql(arguments) %}
    {%- set declared = fact_inputs(this.identifier) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) -%}
    delete from {{ arguments.target_relation }}
    where {{ in_months(declared.month, touched_months(this.identifier)) }}
    {%- if declared.always %} or {{ declared.always }}{% endif %};
    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }}
    from {{ arguments.temp_relation }}
{% endmacro %}

{# Post-hook in the same transaction: the files that the fact now stands for, and the run that computed it. #}
{% macro remember_consumed_files() %}
    {%- set consumed = ref("consumed_file") -%}
    delete from {{ consumed }} where model_name = '{{ this.identifier }}';
    insert into {{ consumed }} (model_name, source_file_sha256, as_of_date, parameters_key)
    {%- for input in fact_inputs(this.identifier).inputs %}
    select distinct '{{ this.identifier }}', source_file_sha256, {{ as_of_date() }}, {{ parameters_key() }}
    from {{ ref(input.model) }}
    {{ "union" if not loop.last }}
    {%- endfor %}
{% endmacro %}
