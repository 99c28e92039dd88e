with
    delivered as (
        {{
            winners(
                ref("contract_ftp_curve"), ["source_system", "curve_date", "currency_code", "tenor_months"]
            )
        }}
    ),

    booked as (
        select
            source_system,
            currency_code,
            tenor_months,
            ftp_rate,
            'booked' as ftp_basis,
            curve_date as valid_from,
            lead(curve_date, 1, {{ open_end_date() }}) over (
                partition by source_system, currency_code, tenor_months order by curve_date
            ) as valid_to
        from delivered
    ),

    -- terms in which a source has products, in currencies for which it delivers no curve
    uncovered as (
        select distinct dim_account.source_system, dim_account.currency_code, dim_product.tenor_months
        from {{ ref("dim_account") }} as dim_account
        inner join
            {{ ref("dim_product") }} as dim_product on dim_account.product_key = dim_product.product_key
        left join
            booked
            on dim_account.source_system = booked.source_system
            and dim_account.currency_code = booked.currency_code
        where dim_account.account_key <> -1 and booked.source_system is null
    ),

    assumed as ({{ assumed_ftp_rates("uncovered") }})

select source_system, currency_code, tenor_months, ftp_rate, ftp_basis, valid_from, valid_to
from booked
union all
select source_system, currency_code, tenor_months, ftp_rate, ftp_basis, valid_from, valid_to
from assumed
