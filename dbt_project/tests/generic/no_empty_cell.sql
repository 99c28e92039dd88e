{# One test for all columns of a table that must be filled: each test costs a run more than the rows that it looks at. #}
{% test no_empty_cell(model, columns) %}
    select {{ columns | join(", ") }}
    from {{ model }}
    where {% for column in columns %} {{ column }} is null {{ "or" if not loop.last }} {% endfor %}
{% endtest %}
