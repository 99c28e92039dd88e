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

    assumed as (
        select
            uncovered.source_system,
            uncovered.currency_code,
            uncovered.tenor_months,
            assumed_ftp_curve.ftp_rate,
            'assumed' as ftp_basis,
            assumed_ftp_curve.valid_from,
            assumed_ftp_curve.valid_to,
            row_number() over (
                partition by
                    uncovered.source_system,
                    uncovered.currency_code,
                    uncovered.tenor_months,
                    assumed_ftp_curve.valid_from
                order by assumed_ftp_curve.tenor_months desc
            ) as tenor_rank
        from uncovered
        inner join
            {{ ref("assumed_ftp_curve") }} as assumed_ftp_curve
            on uncovered.currency_code = assumed_ftp_curve.currency_code
            and uncovered.tenor_months >= assumed_ftp_curve.tenor_months
    )

select source_system, currency_code, tenor_months, ftp_rate, ftp_basis, valid_from, valid_to
from booked
union all
select source_system, currency_code, tenor_months, ftp_rate, ftp_basis, valid_from, valid_to
from assumed
where tenor_rank = 1
