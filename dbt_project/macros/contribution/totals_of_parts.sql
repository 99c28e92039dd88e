{#
  Adds to the parts of customers (customer_key, account_key, month_end_date, source_system and the lines) what is
  computed once per customer and month: return on capital, tax and the charge for capital. Each is rounded once and
  split by the difference of running totals, so that the parts of a customer add up to it to the cent.
  parts and parameters (tax_rate, hurdle_rate, return_on_capital_rate by month_end_date) name relations.
#}
{% macro totals_of_parts(parts, parameters) -%}
    {%- set in_order -%}
        over (
            partition by customer_key, source_system, month_end_date
            order by account_key
            rows between unbounded preceding and current row
        )
    {%- endset -%}
    with
        with_capital as (
            select
                parts.*,
                parameters.tax_rate,
                parameters.hurdle_rate,
                parameters.return_on_capital_rate,
                coalesce(parts.economic_capital_amount, 0) as capital_amount,
                cast(
                    sum(coalesce(parts.economic_capital_amount, 0)) {{ in_order }} as decimal(18, 2)
                ) as capital_so_far_amount
            from {{ parts }} as parts
            inner join {{ parameters }} as parameters using (month_end_date)
        ),

        with_return as (
            select
                *,
                {{ last_step("capital_so_far_amount", "capital_amount", "return_on_capital_rate") }}
                as return_on_capital_amount,
                {{ last_step("capital_so_far_amount", "capital_amount", "hurdle_rate") }}
                as capital_charge_amount
            from with_capital
        ),

        with_income as (
            select
                *,
                coalesce(interest_income_amount, 0)
                - coalesce(ftp_charge_amount, 0)
                + coalesce(ftp_credit_amount, 0)
                - coalesce(interest_expense_amount, 0)
                + coalesce(fee_income_amount, 0)
                - coalesce(fee_refund_amount, 0)
                + return_on_capital_amount
                - coalesce(expected_loss_amount, 0)
                - coalesce(operating_cost_amount, 0) as pre_tax_income_amount
            from with_return
        ),

        with_running_income as (
            select
                *, cast(sum(pre_tax_income_amount) {{ in_order }} as decimal(18, 2)) as income_so_far_amount
            from with_income
        )

    select
        *,
        {{ rounded_product("income_so_far_amount", "tax_rate") }}
        - {{ rounded_product("income_so_far_amount - pre_tax_income_amount", "tax_rate") }} as tax_amount
    from with_running_income
{%- endmacro %}

{# A twelfth of a yearly rate on a running total, less the same before its last step. #}
{% macro last_step(running, step, rate) -%}
    {{ rounded_ratio([[running, 2], [rate, 8]], [["12", 0]]) }}
    - {{ rounded_ratio([[running ~ " - " ~ step, 2], [rate, 8]], [["12", 0]]) }}
{%- endmacro %}
