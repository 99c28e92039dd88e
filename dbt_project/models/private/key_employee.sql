select
    {{ surrogate_key(["source_system", "employee_number"]) }} as employee_key, source_system, employee_number
from {{ ref("contract_employee") }}
group by source_system, employee_number
