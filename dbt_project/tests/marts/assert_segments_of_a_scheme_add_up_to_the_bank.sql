-- A segment is judged by its share of the bank: for every month, measure and
-- scheme the customers and profits of its segments are the bank's, each once.
{{ config(meta={"dagster": {"ref": {"name": "contribution_concentration_monthly"}}}) }}
with
    curves as (select * from {{ ref("contribution_concentration_monthly") }}),

    bank as (select * from curves where scheme_code = 'all'),

    schemes as (
        select
            source_system,
            month_end_date,
            profit_measure_code,
            scheme_code,
            sum(customer_count) as customer_count,
            sum(profitable_customer_count) as profitable_customer_count,
            sum(loss_making_customer_count) as loss_making_customer_count,
            sum(profit_amount) as profit_amount
        from curves
        where scheme_code <> 'all'
        group by source_system, month_end_date, profit_measure_code, scheme_code
    )

select
    schemes.source_system,
    schemes.month_end_date,
    schemes.profit_measure_code,
    schemes.scheme_code,
    schemes.customer_count,
    bank.customer_count as bank_customer_count,
    schemes.profit_amount,
    bank.profit_amount as bank_profit_amount
from schemes
left join
    bank
    on schemes.source_system = bank.source_system
    and schemes.month_end_date = bank.month_end_date
    and schemes.profit_measure_code = bank.profit_measure_code
where
    bank.customer_count is null
    or schemes.customer_count <> bank.customer_count
    or schemes.profitable_customer_count <> bank.profitable_customer_count
    or schemes.loss_making_customer_count <> bank.loss_making_customer_count
    or schemes.profit_amount <> bank.profit_amount
