{# Credits are positive and debits negative, seen from the customer's account. #}
{% macro signed_amount(amount, indicator) %}
    case when {{ indicator }} = 'CRDT' then {{ amount }} else -{{ amount }} end
{% endmacro %}
