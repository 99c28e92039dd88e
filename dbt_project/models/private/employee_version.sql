{{ config(materialized="view") }}

select
    number.source_system,
    number.employee_number,
    version.employee_key,
    version.employee_version_key,
    version.valid_from,
    version.valid_to
from {{ ref("key_employee") }} as number
inner join {{ ref("dim_employee") }} as version on number.employee_key = version.employee_key
