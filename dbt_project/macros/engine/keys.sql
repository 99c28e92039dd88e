{#
  A surrogate key: the first 60 bits of md5(secret | part | part ...), as BIGINT. The same parts and secret give
  the same key on every machine and engine; without the secret a key cannot be traced to, or enumerated from, its parts.
#}
{% macro surrogate_key(parts) %} {{ return(adapter.dispatch("surrogate_key")(parts)) }}{% endmacro %}
{% macro default__surrogate_key(parts) -%}
    cast(
        '0x' || left(
            md5(
                getvariable('key_secret')
                {%- for part in parts %} || '|' || coalesce(cast({{ part }} as varchar), ''){% endfor %}
            ),
            15
        ) as bigint
    )
{%- endmacro %}
