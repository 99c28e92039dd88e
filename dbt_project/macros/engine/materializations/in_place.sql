{#
  Tables and views in place, in the transaction of the model. The adapter's own way is to build under a second name
  and to rename twice, which costs a small table more than its rows do. Nobody reads a build database while it is
  written: readers have the published file.
#}
{% materialization table, adapter = "duckdb", supported_languages = ["sql", "python"] %}
    {%- set target = this.incorporate(type="table") -%}
    {%- do drop_former(load_cached_relation(this)) -%}
    {#- A Python model writes through a connection of its own, which must see that the former table is gone. -#}
    {%- if model["language"] == "python" -%} {%- do adapter.commit() -%} {%- endif -%}
    {%- call statement("main", language=model["language"]) -%}
        {{- create_table_as(False, target, compiled_code, model["language"]) }}
    {%- endcall -%}
    {%- do comment_published(target) -%}
    {{ adapter.commit() }}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% materialization view, adapter = "duckdb" %}
    {%- set target = this.incorporate(type="view") -%}
    {%- do drop_former(load_cached_relation(this)) -%}
    {%- call statement("main") -%} {{- create_view_as(target, compiled_code) }} {%- endcall -%}
    {%- do comment_published(target) -%}
    {{ adapter.commit() }}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{% macro drop_former(relation) %}
    {%- if relation is not none -%}
        {%- call statement("drop_former") -%} drop {{ relation.type }} {{ relation }}
        {%- endcall -%}
    {%- endif -%}
{% endmacro %}

{# Comments on a table and its columns where readers see them; all columns that are described are there. #}
{% macro comment_published(relation) %}
    {%- if relation.schema in ("warehouse", "marts") -%}
        {%- do persist_docs(relation, model) -%}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {%- for name, column in column_dict.items() if column.description %}
        comment on column {{ relation }}.{{ adapter.quote(name) if column.quote else name }}
        is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{% endmacro %}
