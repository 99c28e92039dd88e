with
    assigned as (
        select
            assignments.customer_key,
            assignments.employee_key,
            assignments.assigned_from as valid_from,
            coalesce(assignments.assigned_to, {{ open_end_date() }}) as valid_to
        from {{ ref("fct_employee_assignment") }} as assignments
        inner join
            {{ ref("dim_employee") }} as employees
            on assignments.employee_version_key = employees.employee_version_key
        where assignments.customer_key <> -1 and employees.role_code = 'customer_manager'
    ),

    boundaries as (
        select customer_key, valid_from as boundary
        from assigned
        union
        select customer_key, valid_to as boundary
        from assigned
    ),

    spans as (
        select
            customer_key,
            boundary as valid_from,
            lead(boundary) over (partition by customer_key order by boundary) as valid_to
        from boundaries
    ),

    -- of several at once the one who was assigned last is in charge
    ranked as (
        select
            spans.customer_key,
            assigned.employee_key,
            spans.valid_from,
            spans.valid_to,
            row_number() over (
                partition by spans.customer_key, spans.valid_from
                order by assigned.valid_from desc, assigned.employee_key
            ) as place
        from spans
        inner join
            assigned
            on spans.customer_key = assigned.customer_key
            and spans.valid_from >= assigned.valid_from
            and spans.valid_to <= assigned.valid_to
    ),

    in_charge as (select customer_key, employee_key, valid_from, valid_to from ranked where place = 1),
    merged as ({{ merge_spans("in_charge", ["customer_key", "employee_key"]) }})

select customer_key, employee_key, valid_from, valid_to
from merged
