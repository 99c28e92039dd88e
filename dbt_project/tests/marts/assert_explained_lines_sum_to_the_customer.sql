-- A figure is explained only when its evidence gives it: in the last two
-- months, for every customer and line, the explained rows add up to the mart
-- to the cent, what counts in net income adds up to net income, and no row
-- stands twice. Older months are tested once for all in the Python tests.
{{ config(meta={"dagster": {"ref": {"name": "contribution_explained"}}}) }}
{% set amounts = contribution_lines() + statement_totals() %}
{% set two_months_ago = "cast(" ~ dbt.dateadd("month", -2, as_of_date()) ~ " as date)" %}

with
    customers as (
        select * from {{ ref("customer_contribution_monthly") }} where month_end_date > {{ two_months_ago }}
    ),

    explained as (
        select * from {{ ref("contribution_explained") }} where month_end_date > {{ two_months_ago }}
    ),

    differences as (
        select
            customers.customer_key,
            customers.month_end_date,
            lines.line_code,
            coalesce(
                case
                    lines.line_code
                    {%- for line in amounts %}
                        when '{{ line }}' then customers.{{ line }}_amount
                    {%- endfor %}
                end,
                0
            ) as mart_amount,
            coalesce(lines.amount, 0) as explained_amount
        from customers
        left join
            (
                select customer_key, month_end_date, line_code, sum(amount) as amount
                from explained
                group by customer_key, month_end_date, line_code
            ) as lines
            on customers.customer_key = lines.customer_key
            and customers.month_end_date = lines.month_end_date
        union all
        select
            customers.customer_key,
            customers.month_end_date,
            'signs' as line_code,
            max(customers.net_income_amount) as mart_amount,
            sum(coalesce(explained.amount, 0) * explained.sign_in_net_income) as explained_amount
        from customers
        left join
            explained
            on customers.customer_key = explained.customer_key
            and customers.month_end_date = explained.month_end_date
        group by customers.customer_key, customers.month_end_date
        union all
        select
            customer_key,
            month_end_date,
            'lines' as line_code,
            {{ amounts | length + 1 }} as mart_amount,
            count(distinct line_code) as explained_amount
        from explained
        group by customer_key, month_end_date
        union all
        select
            customer_key,
            month_end_date,
            line_code || ': rows' as line_code,
            1 as mart_amount,
            count(*) as explained_amount
        from explained
        group by
            customer_key,
            month_end_date,
            line_code,
            level_code,
            account_key,
            activity_code,
            input_currency_code
    )

select *
from differences
where mart_amount <> explained_amount
