{{ config(schema="intermediate") }}

with
    companies as (
        select customer_key, month_end_date, industry_code
        from {{ ref("customer_month_end") }}
        where customer_type = 'corporate'
    ),

    -- the longest prefix of an industry code decides
    industries as (
        select
            codes.industry_code,
            codes.month_end_date,
            outlooks.outlook_code,
            row_number() over (
                partition by codes.industry_code, codes.month_end_date
                order by length(outlooks.industry_prefix) desc
            ) as prefix_rank
        from (select distinct industry_code, month_end_date from companies) as codes
        inner join
            {{ ref("industry_outlook") }} as outlooks
            on left(codes.industry_code, length(outlooks.industry_prefix)) = outlooks.industry_prefix
            and {{ valid_on("outlooks", "codes.month_end_date") }}
    )

select companies.customer_key, companies.month_end_date, industries.outlook_code
from companies
inner join
    industries
    on companies.industry_code = industries.industry_code
    and companies.month_end_date = industries.month_end_date
where industries.prefix_rank = 1
