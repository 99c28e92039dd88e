{{ config(schema="private") }}

with winners as ({{ winners(ref("contract_employee_survey"), ["source_system", "response_number"]) }})
select
    {{ surrogate_key(["winners.source_system", "winners.response_number"]) }} as response_key,
    winners.source_system,
    winners.wave_number,
    winners.question_code,
    coalesce(employee.employee_key, -1) as employee_key,
    coalesce(employee.employee_version_key, -1) as employee_version_key,
    winners.response_date,
    winners.score
from winners
left join
    {{ ref("employee_version") }} as employee
    on winners.source_system = employee.source_system
    and winners.employee_number = employee.employee_number
    and {{ valid_on("employee", "winners.response_date") }}
