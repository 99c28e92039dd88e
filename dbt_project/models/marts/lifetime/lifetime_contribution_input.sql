{{ config(schema="intermediate") }}

with
    dates as (
        select
            dates.source_system,
            dates.fit_date,
            {{ year_before("dates.fit_date") }} as year_before_date,
            {{ month_end("cast(" ~ dbt.dateadd("month", -3, "dates.fit_date") ~ " as date)") }}
            as quarter_before_date,
            1 - cast(parameters.tax_rate as double) as net_share
        from {{ ref("lifetime_fit_date") }} as dates
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters on dates.fit_date = parameters.month_end_date
    ),

    -- what an account brings that is closed at the fit date is over
    months as (
        select
            dates.*,
            parts.customer_key,
            parts.account_key,
            coalesce(contracts.product_key, -1) as product_key,
            contracts.contract_months,
            contracts.remaining_months,
            contracts.default_rate,
            contracts.exposure_amount,
            customers.observed_months as customer_months,
            {{ dbt.datediff("dates.fit_date", "parts.month_end_date", "month") }} as month_number,
            parts.month_end_date > dates.quarter_before_date as is_recent,
            coalesce(contracts.opened_date, {{ beginning_of_time() }})
            <= {{ month_start("parts.month_end_date") }} as is_whole,
            parts.margin_amount,
            parts.loss_amount,
            parts.service_amount,
            parts.balance_amount
        from dates
        inner join
            {{ ref("lifetime_part_monthly") }} as parts
            on dates.source_system = parts.source_system
            and parts.month_end_date > dates.year_before_date
            and parts.month_end_date <= dates.fit_date
        inner join
            {{ ref("lifetime_customer") }} as customers
            on dates.source_system = customers.source_system
            and dates.fit_date = customers.fit_date
            and parts.customer_key = customers.customer_key
        left join
            {{ ref("lifetime_contract") }} as contracts
            on dates.source_system = contracts.source_system
            and dates.fit_date = contracts.fit_date
            and parts.account_key = contracts.account_key
        where parts.account_key = -1 or contracts.account_key is not null
    ),

    -- contacts come in few months, but cost in all of them
    accounts as (
        select
            source_system,
            fit_date,
            customer_key,
            product_key,
            account_key,
            max(net_share) as net_share,
            max(contract_months) as contract_months,
            max(remaining_months) as remaining_months,
            max(default_rate) as default_rate,
            max(exposure_amount) as exposure_amount,
            case when account_key = -1 then max(customer_months) else count(*) end as observed_months,
            {%- for measure in ["margin", "balance", "loss"] %}
                {{ lifetime_level(measure ~ "_amount", "is_recent", "is_whole") }}
                as {{ measure }}_level_amount,
            {%- endfor %}
            cast(sum(service_amount) as double) as service_amount,
            case
                when count(case when is_whole then 1 end) >= 3
                then {{ slope("month_number", "balance_amount", "is_whole") }}
                else 0
            end as balance_trend_amount
        from months
        group by source_system, fit_date, customer_key, product_key, account_key
    ),

    trends as (
        select
            *,
            service_amount / observed_months as service_level_amount,
            case
                when balance_level_amount > 0
                then margin_level_amount / balance_level_amount * balance_trend_amount
                else 0
            end as margin_trend_amount
        from accounts
    )

-- sums of decimals are the same in whatever order rows are added
select
    source_system,
    fit_date,
    customer_key,
    product_key,
    {%- for measure in ["margin_level", "balance_level", "loss_level", "service_level"] + [
        "balance_trend",
        "margin_trend",
    ] %}
        cast(sum(cast({{ measure }}_amount as decimal(28, 8))) as double) as {{ measure }}_amount,
    {%- endfor %}
    coalesce(
        cast(sum(cast(cast(default_rate as double) * exposure_amount as decimal(28, 8))) as double)
        / nullif(12 * cast(sum(case when default_rate is not null then exposure_amount end) as double), 0),
        0
    ) as monthly_default_rate,
    max(net_share) as net_share,
    cast(max(observed_months) as integer) as observed_months,
    cast(
        case when count(*) = count(remaining_months) then max(remaining_months) end as integer
    ) as remaining_months,
    cast(max(contract_months) as integer) as oldest_contract_months
from trends
group by source_system, fit_date, customer_key, product_key
