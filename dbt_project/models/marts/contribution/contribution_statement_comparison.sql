with
    stated as (select * from {{ ref("fct_contribution_statement") }}),

    computed as (select * from {{ ref("customer_contribution_monthly") }})

select
    stated.customer_key,
    stated.source_system,
    stated.month_end_date,
    stated.currency_code,
    stated.net_income_amount as stated_net_income_amount,
    computed.net_income_amount as computed_net_income_amount,
    cast(computed.net_income_amount - stated.net_income_amount as decimal(18, 2)) as difference_amount,
    case
        when computed.customer_key is null
        then 'not_computed'
        when computed.net_income_amount = stated.net_income_amount
        then 'equal'
        else 'differs'
    end as comparison_code,
    computed.missing_lines,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from stated
left join
    computed
    on stated.customer_key = computed.customer_key
    and stated.month_end_date = computed.month_end_date
