{{ config(schema="intermediate") }}

select
    curve.source_system,
    curve.currency_code,
    curve.tenor_months,
    months.month_end_date,
    curve.ftp_rate,
    curve.ftp_basis
from {{ ref("fct_ftp_curve") }} as curve
inner join
    (select distinct month_end_date from {{ ref("dim_parameter_monthly") }}) as months
    on {{ valid_on("curve", "months.month_end_date") }}
