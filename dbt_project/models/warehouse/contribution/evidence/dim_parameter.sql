select parameter_code, value, unit, source, valid_from, valid_to from {{ ref("parameter") }}
