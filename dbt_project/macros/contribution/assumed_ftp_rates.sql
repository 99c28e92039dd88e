{#
  Prices of funds for terms (source_system, currency_code, tenor_months) of which no curve is delivered: those of the
  assumed curve at the longest tenor that is not longer. terms names a relation.
#}
{% macro assumed_ftp_rates(terms) %}
    select source_system, currency_code, tenor_months, ftp_rate, ftp_basis, valid_from, valid_to
    from
        (
            select
                terms.source_system,
                terms.currency_code,
                terms.tenor_months,
                assumed_ftp_curve.ftp_rate,
                'assumed' as ftp_basis,
                assumed_ftp_curve.valid_from,
                assumed_ftp_curve.valid_to,
                rank() over (
                    partition by terms.source_system, terms.currency_code, terms.tenor_months
                    order by assumed_ftp_curve.tenor_months desc
                ) as tenor_rank
            from {{ terms }} as terms
            inner join
                {{ ref("assumed_ftp_curve") }} as assumed_ftp_curve
                on terms.currency_code = assumed_ftp_curve.currency_code
                and terms.tenor_months >= assumed_ftp_curve.tenor_months
        ) as ranked
    where tenor_rank = 1
{% endmacro %}
