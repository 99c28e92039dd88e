{#
  alpha or beta of the shifted-beta-geometric model that a row is to use: of its own segment, else of all. A constant
  hazard h is the limit alpha = h n, beta = (1 - h) n of large n.
#}
{% macro survival_parameter(name, own, all) -%}
    coalesce(
        {%- for fit in [own, all] %}
            {{ fit }}.{{ name }},
            {% if name == "alpha" %} {{ fit }}.monthly_hazard
            {% else %} (1 - {{ fit }}.monthly_hazard)
            {% endif %} * 1e9
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
