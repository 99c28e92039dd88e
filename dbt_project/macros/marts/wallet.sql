{#
  The share of a customer's wallet that a bank has when only its rank among the banks of the customer is known, 1 being
  the first: (1 - rank / (n + 1)) * 2 / n, the wallet allocation rule (Keiningham et al. 2011). The shares of all n
  banks add up to 1.
#}
{% macro wallet_share_by_rank(bank_rank, bank_count) -%}
    case
        when {{ bank_rank }} between 1 and {{ bank_count }}
        then (1 - cast({{ bank_rank }} as double) / ({{ bank_count }} + 1)) * 2 / {{ bank_count }}
    end
{%- endmacro %}
