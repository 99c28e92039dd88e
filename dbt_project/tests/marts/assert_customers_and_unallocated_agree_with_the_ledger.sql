-- A bank trusts contribution only when it adds up: for every month and line, customers and the named items
-- that no
-- customer bears give the general ledger to the cent. Only sources that deliver a ledger can be asked.
{{ config(meta={"dagster": {"ref": {"name": "customer_contribution_monthly"}}}) }}
with
    customers as (select * from {{ ref("customer_contribution_monthly") }}),

    allocated as (
        {%- for line_code, amount in [
            ("INTEREST_INCOME", "interest_income_amount"),
            ("INTEREST_EXPENSE", "interest_expense_amount"),
            ("NET_INTEREST_INCOME", "net_interest_income_amount"),
            ("FEE_INCOME", "fee_income_amount"),
            ("FEE_REFUND", "fee_refund_amount"),
            ("EXPECTED_LOSS", "expected_loss_amount"),
            ("OPERATING_COST", "operating_cost_amount"),
            ("TAX", "tax_amount"),
        ] %}
            select
                source_system,
                month_end_date,
                '{{ line_code }}' as line_code,
                coalesce({{ amount }}, 0) as amount
            from customers
            union all
        {%- endfor %}
        select source_system, month_end_date, line_code, amount
        from {{ ref("fct_contribution_unallocated_monthly") }}
    ),

    ledger as (
        select source_system, month_end_date, line_code, reporting_amount as amount
        from {{ ref("fct_ledger") }}
    ),

    ledger_lines as (
        select source_system, month_end_date, line_code, amount
        from ledger
        union all
        select
            source_system,
            month_end_date,
            'NET_INTEREST_INCOME' as line_code,
            sum(
                case
                    line_code when 'INTEREST_INCOME' then amount when 'INTEREST_EXPENSE' then - amount else 0
                end
            ) as amount
        from ledger
        group by source_system, month_end_date
    ),

    parts as (
        select source_system, month_end_date, line_code, amount as allocated_amount, 0 as ledger_amount
        from allocated
        union all
        select source_system, month_end_date, line_code, 0 as allocated_amount, amount as ledger_amount
        from ledger_lines
    )

select
    source_system,
    month_end_date,
    line_code,
    sum(allocated_amount) as allocated_amount,
    sum(ledger_amount) as ledger_amount
from parts
where
    exists (
        select 1
        from ledger
        where ledger.source_system = parts.source_system and ledger.month_end_date = parts.month_end_date
    )
group by source_system, month_end_date, line_code
having sum(allocated_amount) <> sum(ledger_amount)
