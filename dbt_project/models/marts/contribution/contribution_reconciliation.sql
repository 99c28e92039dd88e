{% set lines = ledger_lines() %}

with
    ledger as (select * from {{ ref("fct_ledger_line_monthly") }}),

    ledger_months as (select distinct source_system, month_end_date from ledger),

    ranked as (
        select
            *
            {%- for line in lines %}
                , {{ basis_rank((line.basis or line.name) ~ "_basis") }} as {{ line.name }}_rank
            {%- endfor %}
        from {{ ref("customer_contribution_monthly") }}
    ),

    customer_totals as (
        select
            source_system, month_end_date {%- for line in lines %}, {{ sum_of_line(line.name) }} {%- endfor %}
        from ranked
        group by source_system, month_end_date
    ),

    customers as (
        {%- for line in lines %}
            {{ "union all" if not loop.first }}
            select
                source_system,
                month_end_date,
                '{{ line.code }}' as line_code,
                {{ line.name }}_amount as amount,
                {{ line.name }}_basis as line_basis
            from customer_totals
        {%- endfor %}
    ),

    unallocated as (
        select
            source_system,
            month_end_date,
            line_code,
            sum(amount) as amount,
            {{
                dbt.listagg(
                    "case when amount <> 0 then item_code || ' ' || cast(amount as varchar) end",
                    "'; '",
                    "order by item_code",
                )
            }} as items
        from {{ ref("fct_contribution_unallocated_monthly") }}
        group by source_system, month_end_date, line_code
    ),

    -- a line that one side alone knows is shown as well
    line_months as (
        {%- for side in ["customers", "unallocated", "ledger"] %}
            {{ "union" if not loop.first }} select source_system, month_end_date, line_code from {{ side }}
        {%- endfor %}
    ),

    sides as (
        select
            line_months.*,
            customers.amount as customers_amount,
            coalesce(unallocated.amount, 0) as unallocated_amount,
            case
                when ledger.line_code is not null
                then ledger.amount
                when ledger_months.month_end_date is not null
                then 0
            end as ledger_amount,
            ledger_months.month_end_date is not null as has_ledger,
            unallocated.items as unallocated_items,
            coalesce(customers.line_basis, 'missing') as line_basis
        from line_months
        left join ledger_months using (source_system, month_end_date)
        {%- for side in ["customers", "unallocated", "ledger"] %}
            left join {{ side }} using (source_system, month_end_date, line_code)
        {%- endfor %}
    ),

    compared as (
        select *, coalesce(customers_amount, 0) + unallocated_amount - ledger_amount as difference_amount
        from sides
    )

select
    source_system,
    month_end_date,
    line_code,
    {{ reporting_currency() }} as currency_code,
    cast(customers_amount as decimal(18, 2)) as customers_amount,
    cast(unallocated_amount as decimal(18, 2)) as unallocated_amount,
    cast(ledger_amount as decimal(18, 2)) as ledger_amount,
    cast(difference_amount as decimal(18, 2)) as difference_amount,
    case
        when not has_ledger
        then 'no_ledger'
        when difference_amount = 0
        then 'reconciled'
        else 'not_reconciled'
    end as reconciliation_code,
    unallocated_items,
    line_basis,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from compared
