{# Between the connectors and the contract: views of good rows, and their union. #}
{# The columns that the contract of an entity declares, as {name: type}; none while parsing and in unit tests. #}
{% macro contract_columns(entity) %}
    {%- set columns = {} -%}
    {%- if graph.nodes is defined -%}
        {%- set node = graph.nodes["model." ~ project_name ~ ".contract_" ~ entity] -%}
        {%- for name, column in node.columns.items() -%}
            {%- do columns.update({name: column.data_type}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{% endmacro %}

{# The columns that the contract of an entity requires; known only at run time. #}
{% macro required_columns(entity) %}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for name, column in graph.nodes[
            "model." ~ project_name ~ ".contract_" ~ entity
        ].columns.items() -%}
            {%- if column.config.meta.required -%} {%- do names.append(name) -%} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}

{# The select list of the contract of an entity; `missing` names the columns that a source does not have. #}
{% macro contract_select_list(entity, missing=[]) %}
    {%- for name, type in contract_columns(entity).items() %}
        {{ "cast(null as " ~ type ~ ") as " ~ name if name in missing else name }} {{- "," if not loop.last }}
    {%- else %} *
    {%- endfor %}
{%- endmacro %}

{# The good rows of a landed table whose columns are the contract's own. #}
{% macro good_rows(source, entity, missing=[]) -%}
    select {{- contract_select_list(entity, missing) }}
    from {{ ref("base_" ~ source ~ "__" ~ entity) }}
    where problem_reason is null
{%- endmacro %}

{#
    The contract of an entity: its rows from every connector of the run, as far as they were known and had
    happened by the as-of date. `event_date` is the day on which a row became true.
#}
{% macro contract_rows(entity, event_date=none) -%}
    {%- set columns = contract_columns(entity) -%}
    {%- set sources = [] -%}
    {%- for source, connector in var("connectors").items() -%}
        {%- if entity in connector.entities -%} {%- do sources.append(source) -%} {%- endif -%}
    {%- endfor -%}
    {%- for source in sources %}
        select {{- contract_select_list(entity) }}
        from {{ ref("stg_" ~ source ~ "__" ~ entity) }}
        where
            {{ source_is_on(source) }}
            and business_date <= {{ as_of_date() }}
            and delivered_on <= {{ as_of_date() }}
            {%- if event_date %} and {{ event_date }} <= {{ as_of_date() }} {%- endif %}
            {{ "union all" if not loop.last }}
    {%- else %}
        select
            {%- for name, type in columns.items() %}
                cast(null as {{ type }}) as {{ name }}{{ "," if not loop.last }}
            {%- endfor %}
        where false
    {%- endfor %}
{%- endmacro %}
