with
    last_months as ({{ last_months() }}),

    -- how long a customer has been restricted without a break
    stretches as (
        select
            customer_key,
            source_system,
            month_end_date,
            class_code,
            month_number
            - row_number() over (partition by customer_key, class_code order by month_end_date) as stretch
        from {{ ref("customer_class_monthly") }}
    ),

    restricted as (
        select
            stretches.customer_key,
            stretches.source_system,
            max(stretches.month_end_date) as month_end_date,
            count(*) as month_count
        from stretches
        where stretches.class_code = 'restricted'
        group by stretches.customer_key, stretches.source_system, stretches.stretch
    ),

    leavers as (
        select
            history.customer_key,
            history.source_system,
            'left' as exit_code,
            history.change_date as exit_date,
            {{ previous_month_end("history.month_end_date") }} as month_end_date,
            history.from_class_code as class_code,
            history.reason
        from {{ ref("customer_class_history") }} as history
        inner join last_months on history.source_system = last_months.source_system
        where
            history.kind_code = 'exit'
            and history.month_end_date > {{ year_before("last_months.last_month_end_date") }}
        union all
        select
            restricted.customer_key,
            restricted.source_system,
            'to_be_exited' as exit_code,
            null as exit_date,
            restricted.month_end_date,
            'restricted' as class_code,
            'restricted for '
            || restricted.month_count
            || ' month ends >= '
            || {{ readable_number("parameters.class_exit_months") }} as reason
        from restricted
        inner join
            last_months
            on restricted.source_system = last_months.source_system
            and restricted.month_end_date = last_months.last_month_end_date
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on restricted.month_end_date = parameters.month_end_date
        where restricted.month_count >= parameters.class_exit_months
    ),

    contacts as (
        select leavers.customer_key, leavers.exit_code, leavers.month_end_date, sum(costs.minutes) as minutes
        from leavers
        inner join
            {{ ref("fct_customer_contact_cost_monthly") }} as costs
            on leavers.customer_key = costs.customer_key
            and costs.month_end_date > {{ year_before("leavers.month_end_date") }}
            and costs.month_end_date <= leavers.month_end_date
        group by leavers.customer_key, leavers.exit_code, leavers.month_end_date
    )

select
    leavers.customer_key,
    leavers.source_system,
    leavers.exit_code,
    leavers.exit_date,
    leavers.month_end_date,
    leavers.class_code,
    {{ reporting_currency() }} as currency_code,
    leavers.reason,
    managers.employee_key,
    case
        when contribution.operating_cost_basis <> 'missing'
        then cast(coalesce(contacts.minutes, 0) as decimal(18, 4))
    end as contact_minutes,
    contribution.economic_capital_amount,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from leavers
left join
    {{ ref("customer_contribution_monthly") }} as contribution
    on leavers.customer_key = contribution.customer_key
    and leavers.month_end_date = contribution.month_end_date
left join
    contacts
    on leavers.customer_key = contacts.customer_key
    and leavers.month_end_date = contacts.month_end_date
    and leavers.exit_code = contacts.exit_code
left join
    {{ ref("bridge_customer_manager") }} as managers
    on leavers.customer_key = managers.customer_key
    and {{ valid_on("managers", "leavers.month_end_date") }}
