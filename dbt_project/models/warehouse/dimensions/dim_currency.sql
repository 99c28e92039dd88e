select currency_code, currency_name, minor_unit from {{ ref("currency") }}
