{{ config(schema="intermediate") }}

{% set sizes = ["large", "medium", "small"] %}
{% set tests = {
    "staff_count": "staff_bound",
    "revenue_amount": "revenue_bound",
    "total_assets_amount": "total_assets_bound",
} %}

with
    bounds as (
        select
            sme_industry_code,
            size_code,
            staff_min as staff_bound,
            cast(revenue_min as decimal(18, 2)) * amount_unit as revenue_bound,
            cast(total_assets_min as decimal(18, 2)) * amount_unit as total_assets_bound,
            currency_code as bound_currency_code,
            amount_unit,
            valid_from,
            valid_to
        from {{ ref("sme_size_bound") }}
        where currency_code = {{ reporting_currency() }}
    ),

    -- the largest size of which every bound is met
    tested as (
        select
            figures.*,
            case
                {%- for size in sizes %}
                    when
                        {{ size }}.size_code is not null
                        {%- for input, bound in tests.items() %}
                            and (
                                {{ size }}.{{ bound }} is null
                                or figures.{{ input }} >= {{ size }}.{{ bound }}
                            )
                        {%- endfor %}
                    then '{{ size }}'
                {%- endfor %}
            end as size_met
        from {{ ref("company_figures_monthly") }} as figures
        {%- for size in sizes %}
            left join
                bounds as {{ size }}
                on figures.sme_industry_code = {{ size }}.sme_industry_code
                and {{ size }}.size_code = '{{ size }}'
                and {{ valid_on(size, "figures.month_end_date") }}
        {%- endfor %}
    ),

    -- a company that meets none is shown beside the bounds of the smallest size
    compared as (
        select
            tested.*,
            bounds.staff_bound,
            bounds.revenue_bound,
            bounds.total_assets_bound,
            bounds.bound_currency_code,
            bounds.amount_unit,
            (bounds.revenue_bound is not null and tested.revenue_amount is null)
            or (
                bounds.total_assets_bound is not null and tested.total_assets_amount is null
            ) as is_amount_missing,
            bounds.staff_bound is not null and tested.staff_count is null as is_staff_missing,
            bounds.revenue_bound is null and bounds.total_assets_bound is null as is_by_staff_alone
        from tested
        left join
            bounds
            on tested.sme_industry_code = bounds.sme_industry_code
            and coalesce(tested.size_met, 'small') = bounds.size_code
            and {{ valid_on("bounds", "tested.month_end_date") }}
    )

select
    customer_key,
    month_end_date,
    case
        when bound_currency_code is null or is_amount_missing or is_staff_missing
        then 'unknown'
        else coalesce(size_met, 'micro')
    end as size_code,
    industry_code,
    sme_industry_code,
    staff_count,
    revenue_amount,
    total_assets_amount,
    staff_bound,
    revenue_bound,
    total_assets_bound,
    bound_currency_code,
    amount_unit,
    cast(null as decimal(12, 8)) as exchange_rate,
    unconverted_currency_code,
    case
        when bound_currency_code is null or (is_by_staff_alone and not is_staff_of_statement)
        then 'customer'
        when is_amount_missing and unconverted_currency_code is not null
        then 'exchange_rate'
        else 'financial_statement'
    end as input_source,
    case
        when bound_currency_code is null or (is_by_staff_alone and not is_staff_of_statement)
        then record_date
        when is_amount_missing and unconverted_currency_code is not null
        then null
        else fiscal_year_end_date
    end as input_date
from compared
