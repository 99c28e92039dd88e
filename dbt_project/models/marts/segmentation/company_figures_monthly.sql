{{ config(schema="intermediate") }}

with
    companies as (
        select customer_key, source_system, month_end_date, industry_code, employee_count, record_date
        from {{ ref("customer_month_end") }}
        where customer_type = 'corporate'
    ),

    industries as ({{ industry_reference("sme_industry", "sme_industry_code") }})

select
    companies.customer_key,
    companies.source_system,
    companies.month_end_date,
    companies.industry_code,
    industries.sme_industry_code,
    companies.record_date,
    statements.fiscal_year_end_date,
    coalesce(statements.employee_count, companies.employee_count) as staff_count,
    statements.employee_count is not null as is_staff_of_statement,
    {{ rounded_product("statements.revenue_amount", "rates.exchange_rate") }} as revenue_amount,
    {{ rounded_product("statements.total_assets_amount", "rates.exchange_rate") }} as total_assets_amount,
    case when rates.exchange_rate is null then statements.currency_code end as unconverted_currency_code
from companies
left join
    industries
    on companies.industry_code = industries.industry_code
    and companies.month_end_date = industries.month_end_date
left join
    {{ ref("fct_financial_statement") }} as statements
    on companies.customer_key = statements.customer_key
    and companies.month_end_date >= statements.fiscal_year_end_date
    and companies.month_end_date < statements.next_fiscal_year_end_date
left join
    {{ ref("fct_month_end_rate") }} as rates
    on statements.source_system = rates.source_system
    and statements.currency_code = rates.currency_code
    and companies.month_end_date = rates.month_end_date
