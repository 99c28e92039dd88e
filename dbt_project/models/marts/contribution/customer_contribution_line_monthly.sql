{{ config(materialized="view") }}
{% set amounts = contribution_lines() + statement_totals() %}

with
    customers_by_line as (
        select
            customers.*,
            rules.line_code,
            rules.sort_order,
            rules.label_en,
            rules.label_zh,
            rules.line_kind,
            rules.sign_in_net_income,
            rules.rule_code,
            rules.formula_en,
            rules.formula_zh,
            rules.source as rule_source,
            rules.reference_table,
            rules.reference_code,
            rules.valid_from as rule_valid_from,
            rules.valid_to as rule_valid_to
        from {{ ref("customer_contribution_monthly") }} as customers
        inner join
            {{ ref("dim_contribution_rule") }} as rules on {{ valid_on("rules", "customers.month_end_date") }}
    )

select
    customer_key,
    source_system,
    month_end_date,
    line_code,
    sort_order,
    label_en,
    label_zh,
    line_kind,
    sign_in_net_income,
    currency_code,
    {{ of_line("customers_by_line", amounts, "amount", "decimal(18, 2)") }} as amount,
    case line_code when 'raroc' then raroc_rate end as result_rate,
    {{ basis_of_statement_line() }} as basis,
    case line_code when 'raroc' then raroc_missing_reason end as raroc_missing_reason,
    case
        line_code
        when 'return_on_capital'
        then economic_capital_amount
        when 'tax'
        then pre_tax_income_amount
        when 'capital_charge'
        then economic_capital_amount
    end as base_amount,
    rule_code,
    formula_en,
    formula_zh,
    rule_source,
    reference_table,
    reference_code,
    rule_valid_from,
    rule_valid_to,
    as_of_date,
    batch_id
from customers_by_line
