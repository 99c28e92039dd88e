{# A hash of values, or of a whole row by the name of its relation. It finds changes; it is not a key and not a secret. #}
{% macro row_hash(values) %} {{ return(adapter.dispatch("row_hash")(values)) }}{% endmacro %}
{% macro default__row_hash(values) -%} hash({{ values | join(", ") }}){%- endmacro %}
