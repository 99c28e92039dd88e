{{ config(materialized="table") }}

{% for source, connector in var("connectors").items() %}
    {% for table in connector.tables %}
        select
            source_system,
            '{{ table }}' as table_name,
            source_file,
            source_file_sha256,
            source_row_number,
            problem_column as column_name,
            problem_value as value,
            problem_reason as reason,
            business_date,
            delivered_on
        from {{ ref("base_" ~ source ~ "__" ~ table) }}
        where problem_reason is not null
        union all
    {% endfor %}
{% endfor %}
select
    source_system,
    table_name,
    source_file,
    source_file_sha256,
    source_line_number as source_row_number,
    cast(null as varchar) as column_name,
    line_text as value,
    reason,
    business_date,
    delivered_on
from {{ ref("rejected_line") }}
