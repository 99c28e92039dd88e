{#
  The lines of every account and month, each with its basis. The arguments name relations: states has the columns of
  fct_account_month, the others are what account_booked_lines, account_margin, account_risk, account_cost and
  account_revaluation give.
#}
{% macro account_lines(states, booked, margins, risks, costs, revaluations) %}
    {% set lines = contribution_lines() %}

    with
        amounts as (
            select
                states.*,
                case
                    when
                        not coalesce(booked.is_convertible, true)
                        or (states.has_attached_loan and coalesce(booked.interest_income_amount, 0) = 0)
                    then null
                    else coalesce(booked.interest_income_amount, 0)
                end as interest_income_amount,
                {%- for line, column in [
                    ("penalty_interest", "penalty_interest"),
                    ("interest_expense", "interest_paid"),
                ] %}
                    case
                        when coalesce(booked.is_convertible, true)
                        then coalesce(booked.{{ column }}_amount, 0)
                    end as {{ line }}_amount,
                {%- endfor %}
                {%- for line in ["fee_income", "fee_refund"] %}
                    case
                        when states.has_fees and coalesce(booked.is_convertible, true)
                        then coalesce(booked.{{ line }}_amount, 0)
                    end as {{ line }}_amount,
                {%- endfor %}
                case
                    when states.has_attached_loan
                    then null
                    when states.balance_side = 'none'
                    then 0
                    else margins.ftp_charge_amount
                end as ftp_charge_amount,
                case
                    when states.balance_side = 'none' then 0 else margins.ftp_credit_amount
                end as ftp_credit_amount,
                margins.ftp_basis,
                {%- for line in ["expected_loss", "economic_capital"] %}
                    case
                        when risks.account_key is not null
                        then risks.{{ line }}_amount
                        when states.has_risks and not states.is_exposed
                        then 0
                    end as {{ line }}_amount,
                {%- endfor %}
                case
                    when states.has_costs then coalesce(costs.operating_cost_amount, 0)
                end as operating_cost_amount,
                case
                    when states.currency_code = {{ reporting_currency() }}
                    then 0
                    else revaluations.revaluation_difference_amount
                end as revaluation_difference_amount
            from {{ states }} as states
            {%- for relation, name in [
                    (booked, "booked"),
                    (margins, "margins"),
                    (risks, "risks"),
                    (costs, "costs"),
                    (revaluations, "revaluations"),
                ] %}
                left join
                    {{ relation }} as {{ name }}
                    on states.account_key = {{ name }}.account_key
                    and states.month_end_date = {{ name }}.month_end_date
            {%- endfor %}
        )

    select
        account_key,
        account_version_key,
        product_key,
        branch_key,
        source_system,
        month_end_date,
        {{ reporting_currency() }} as currency_code
        {%- for line in lines %}
            {%- if line in ["ftp_charge", "ftp_credit"] %} {%- set basis = "coalesce(ftp_basis, 'derived')" %}
            {%- elif line in [
                "expected_loss",
                "economic_capital",
                "operating_cost",
                "revaluation_difference",
            ] %}
                {%- set basis = "'derived'" %}
            {%- else %} {%- set basis = "'booked'" %}
            {%- endif %},
            cast({{ line }}_amount as decimal(18, 2)) as {{ line }}_amount,
            case
                when {{ line }}_amount is null
                then 'missing'
                {%- if line == "interest_income" %} when has_attached_loan then 'partial' {%- endif %}
                else {{ basis }}
            end as {{ line }}_basis
        {%- endfor %}
    from amounts
{% endmacro %}
