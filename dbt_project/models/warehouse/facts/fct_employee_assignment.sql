with
    winners as (
        {{
            winners(
                ref("contract_employee_assignment"),
                ["source_system", "employee_number", "customer_number", "assigned_from"],
            )
        }}
    )
select
    winners.source_system,
    coalesce(employee.employee_key, -1) as employee_key,
    coalesce(employee.employee_version_key, -1) as employee_version_key,
    coalesce(customer.customer_key, -1) as customer_key,
    coalesce(customer.customer_version_key, -1) as customer_version_key,
    winners.assigned_from,
    winners.assigned_to
from winners
left join
    {{ ref("employee_version") }} as employee
    on winners.source_system = employee.source_system
    and winners.employee_number = employee.employee_number
    and {{ valid_on("employee", "winners.assigned_from") }}
left join
    {{ ref("customer_version") }} as customer
    on winners.source_system = customer.source_system
    and winners.customer_number = customer.customer_number
    and {{ valid_on("customer", "winners.assigned_from") }}
