{#
  The lines of the contribution statement that are measured per account. All else is computed from them.
  Penalty interest is part of interest income and shown beside it; the revaluation difference is no part of net income.
#}
{% macro contribution_lines() %}
    {{
        return(
            [
                "interest_income",
                "penalty_interest",
                "interest_expense",
                "ftp_charge",
                "ftp_credit",
                "fee_income",
                "fee_refund",
                "expected_loss",
                "operating_cost",
                "economic_capital",
                "revaluation_difference",
            ]
        )
    }}
{% endmacro %}

{# The weaker the basis, the higher its rank: so the weakest of many is the greatest. #}
{% macro basis_rank(basis) -%}
    case
        {{ basis }}
        when 'booked'
        then 1
        when 'derived'
        then 2
        when 'assumed'
        then 3
        when 'partial'
        then 4
        else 5
    end
{%- endmacro %}

{#
  Adds up a line over accounts, given its amounts and ranks. A line is as good as its weakest part. Where a part is
  missing the known rest counts and the line is called partial; where nothing is known but zeros, the line is missing.
#}
{% macro sum_of_line(line) %}
    case
        when max({{ line }}_rank) < 5 or sum(abs({{ line }}_amount)) <> 0
        then cast(coalesce(sum({{ line }}_amount), 0) as decimal(18, 2))
    end as {{ line }}_amount,
    case
        max({{ line }}_rank)
        when 1
        then 'booked'
        when 2
        then 'derived'
        when 3
        then 'assumed'
        when 4
        then 'partial'
        else case when sum(abs({{ line }}_amount)) <> 0 then 'partial' else 'missing' end
    end as {{ line }}_basis
{% endmacro %}

{# The basis of a total: partial where a line is missing, else the weakest of its lines. #}
{% macro basis_of_total(lines) -%}
    {%- set bases = [] -%}
    {%- for line in lines -%} {%- do bases.append(line ~ "_basis") -%} {%- endfor -%}
    case
        when 'missing' in ({{ bases | join(", ") }}) or 'partial' in ({{ bases | join(", ") }})
        then 'partial'
        when 'assumed' in ({{ bases | join(", ") }})
        then 'assumed'
        when 'derived' in ({{ bases | join(", ") }})
        then 'derived'
        else 'booked'
    end
{%- endmacro %}

{#
  Columns of parts, added up: every line with its basis, and what is computed once per customer and month. A customer
  has one part of each account it holds, so there parts of accounts are accounts; who else adds up says how to count.
#}
{% macro sum_of_parts(account_count="count(nullif(account_key, -1))") -%}
    cast({{ account_count }} as integer) as account_count,
    {% for line in contribution_lines() %} {{ sum_of_line(line) }}, {% endfor %}
    {%- for total in ["return_on_capital", "tax", "capital_charge"] %}
        cast(coalesce(sum({{ total }}_amount), 0) as decimal(18, 2)) as {{ total }}_amount
        {{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
