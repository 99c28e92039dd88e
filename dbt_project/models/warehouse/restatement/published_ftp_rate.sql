{{ config(schema="intermediate", materialized="view") }}

with
    late as (
        select distinct source_system, month_end_date
        from {{ ref("late_month") }}
        where entity_code = 'ftp_curve'
    ),

    late_months as (
        select months.*
        from {{ ref("closed_month") }} as months
        inner join
            late on months.source_system = late.source_system and months.month_end_date = late.month_end_date
    ),

    known as (
        {{
            published_versions(
                ref("contract_ftp_curve"),
                ["source_system", "currency_code", "tenor_months"],
                "curve_date",
                "late_months",
            )
        }}
    ),

    first_known as (
        select source_system, currency_code, min(greatest(delivered_on, curve_date)) as known_on
        from {{ ref("contract_ftp_curve") }}
        group by source_system, currency_code
    ),

    uncovered as (
        select distinct
            accounts.source_system, accounts.currency_code, accounts.tenor_months, accounts.month_end_date
        from {{ ref("published_account") }} as accounts
        left join
            first_known
            on accounts.source_system = first_known.source_system
            and accounts.currency_code = first_known.currency_code
            and accounts.closed_on >= first_known.known_on
        where first_known.source_system is null
    ),

    terms as (select distinct source_system, currency_code, tenor_months from uncovered),

    assumed as ({{ assumed_ftp_rates("terms") }})

select
    source_system,
    currency_code,
    tenor_months,
    closed_month_end_date as month_end_date,
    ftp_rate,
    'booked' as ftp_basis
from known
union all
select
    rates.source_system,
    rates.currency_code,
    rates.tenor_months,
    rates.month_end_date,
    rates.ftp_rate,
    rates.ftp_basis
from {{ ref("fct_ftp_rate_monthly") }} as rates
left join late on rates.source_system = late.source_system and rates.month_end_date = late.month_end_date
where rates.ftp_basis = 'booked' and late.source_system is null
union all
select
    assumed.source_system,
    assumed.currency_code,
    assumed.tenor_months,
    uncovered.month_end_date,
    assumed.ftp_rate,
    assumed.ftp_basis
from uncovered
inner join
    assumed
    on uncovered.source_system = assumed.source_system
    and uncovered.currency_code = assumed.currency_code
    and uncovered.tenor_months = assumed.tenor_months
    and {{ valid_on("assumed", "uncovered.month_end_date") }}
