{%- set attributes = ["branch_number", "role_code", "hired_date", "left_date"] -%}

with history as ({{ history(ref("contract_employee"), ["source_system", "employee_number"], attributes) }})
select
    {{ surrogate_key(["source_system", "employee_number", "valid_from"]) }} as employee_version_key,
    {{ surrogate_key(["source_system", "employee_number"]) }} as employee_key,
    history.source_system,
    coalesce(branch.branch_key, -1) as branch_key,
    history.role_code,
    history.hired_date,
    history.left_date,
    history.valid_from,
    history.valid_to,
    history.is_current,
    history.known_from_date
from history
left join {{ ref("dim_branch") }} as branch using (source_system, branch_number)
union all
select
    -1 as employee_version_key,
    -1 as employee_key,
    'unknown' as source_system,
    -1 as branch_key,
    'unknown' as role_code,
    {{ beginning_of_time() }} as hired_date,
    null as left_date,
    {{ beginning_of_time() }} as valid_from,
    {{ open_end_date() }} as valid_to,
    true as is_current,
    {{ beginning_of_time() }} as known_from_date
