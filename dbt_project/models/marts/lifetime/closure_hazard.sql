{{ config(schema="intermediate") }}

with
    closings as (
        select customer_key, closed_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1
    ),

    last_month as (
        select source_system, max(month_end_date) as month_end_date
        from {{ ref("customer_month_end") }}
        group by source_system
    ),

    -- a customer that is there at a month end is exposed to closing in the month that follows
    exposed as (
        select
            months.source_system,
            months.customer_type,
            case
                when closings.closed_date <= {{ month_end(dbt.dateadd("day", 1, "months.month_end_date")) }}
                then 1
                else 0
            end as is_closed
        from {{ ref("customer_month_end") }} as months
        inner join last_month on months.source_system = last_month.source_system
        left join closings on months.customer_key = closings.customer_key
        where months.month_end_date < last_month.month_end_date
    ),

    counted as (
        select source_system, customer_type, sum(is_closed) as closures_count, count(*) as exposure_months
        from exposed
        group by source_system, customer_type
    ),

    compared as (
        select
            counted.*,
            sum(closures_count) over (partition by source_system) as all_closures_count,
            sum(exposure_months) over (partition by source_system) as all_exposure_months
        from counted
    ),

    -- the maximum likelihood estimate is closures by exposure; with few closures it leans on that of all
    -- customers
    weighted as (
        select
            compared.*,
            parameters.lifetime_assumed_monthly_hazard,
            least(1.0, closures_count / cast(parameters.lifetime_minimum_closures as double)) as own_weight,
            closures_count / cast(exposure_months as double) as own_hazard,
            all_closures_count / cast(all_exposure_months as double) as all_hazard
        from compared
        inner join last_month on compared.source_system = last_month.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on last_month.month_end_date = parameters.month_end_date
    )

select
    source_system,
    customer_type,
    cast(closures_count as bigint) as closures_count,
    cast(exposure_months as bigint) as exposure_months,
    case
        when all_closures_count = 0
        then cast(lifetime_assumed_monthly_hazard as double)
        else own_weight * own_hazard + (1 - own_weight) * all_hazard
    end as monthly_hazard,
    case
        when all_closures_count = 0 then 'assumed' when own_weight < 1 then 'pooled' else 'derived'
    end as hazard_basis
from weighted
