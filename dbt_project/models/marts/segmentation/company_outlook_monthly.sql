{{ config(schema="intermediate") }}

with industries as ({{ industry_reference("industry_outlook", "outlook_code") }})

select companies.customer_key, companies.month_end_date, industries.outlook_code
from {{ ref("customer_month_end") }} as companies
inner join
    industries
    on companies.industry_code = industries.industry_code
    and companies.month_end_date = industries.month_end_date
where companies.customer_type = 'corporate'
