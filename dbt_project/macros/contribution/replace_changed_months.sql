{# Incremental strategy: the changed months go out and come in again, in one transaction. #}
{% macro get_incremental_replace_changed_months_sql(arguments) %}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) -%}
    delete from {{ arguments.target_relation }}
    where {{ is_changed("month_end_date", changed_months(this.identifier)) }};
    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }}
    from {{ arguments.temp_relation }}
{% endmacro %}

{# Post-hook in the same transaction: what the table now stands for. #}
{% macro remember_month_fingerprints() %}
    delete from {{ ref("month_fingerprint") }} where table_name = '{{ this.identifier }}';
    insert into {{ ref("month_fingerprint") }} (table_name, month_end_date, fingerprint)
    select '{{ this.identifier }}', month_end_date, fingerprint
    from ({{ month_fingerprints(this.identifier) }}) as fingerprints
{% endmacro %}
