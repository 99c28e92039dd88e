with
    current_customers as (
        select
            customers.source_system,
            customers.customer_type,
            customers.contribution_class,
            parameters.lifetime_minimum_cohort_customers
        from {{ ref("lifetime_customer") }} as customers
        inner join
            {{ ref("lifetime_fit_date") }} as dates
            on customers.source_system = dates.source_system
            and customers.fit_date = dates.fit_date
            and dates.is_current
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters on dates.fit_date = parameters.month_end_date
    ),

    cohorts as (
        {%- for type, class in [
            ("customer_type", "contribution_class"),
            ("customer_type", "'all'"),
            ("'all'", "'all'"),
        ] %}
            select distinct
                source_system,
                {{ type }} as customer_type,
                {{ class }} as contribution_class,
                lifetime_minimum_cohort_customers
            from current_customers {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    -- few customers are judged with all of their type, a small type with all customers
    judged as (
        select
            measures.*,
            cohorts.customer_type as own_customer_type,
            cohorts.contribution_class as own_contribution_class,
            cohorts.source_system as own_source_system,
            row_number() over (
                partition by cohorts.source_system, cohorts.customer_type, cohorts.contribution_class
                order by
                    case
                        when measures.customer_type = 'all'
                        then 2
                        when measures.contribution_class = 'all'
                        then 1
                        else 0
                    end
            ) as width
        from cohorts
        left join
            {{ ref("lifetime_holdout_measure") }} as measures
            on cohorts.source_system = measures.source_system
            and measures.customer_type in (cohorts.customer_type, 'all')
            and measures.contribution_class in (cohorts.contribution_class, 'all')
            and (
                measures.customer_count >= cohorts.lifetime_minimum_cohort_customers
                or measures.customer_type = 'all'
            )
    ),

    recommended as (
        select
            *,
            case
                when model_mae_amount > least(last_year_mae_amount, class_average_mae_amount)
                then
                    case
                        when last_year_mae_amount <= class_average_mae_amount
                        then 'last_year'
                        else 'class_average'
                    end
                else 'model'
            end as recommended_source
        from judged
        where width = 1
    )

select
    own_source_system as source_system,
    own_customer_type as customer_type,
    own_contribution_class as contribution_class,
    customer_type as judged_customer_type,
    contribution_class as judged_contribution_class,
    {{ reporting_currency() }} as currency_code,
    first_fit_date,
    last_fit_date,
    cast(coalesce(fit_count, 0) as integer) as fit_count,
    cast(outcome_months as integer) as outcome_months,
    cast(coalesce(customer_count, 0) as bigint) as customer_count,
    cast(coalesce(forecast_count, 0) as bigint) as forecast_count,
    {{ holdout_columns("recommended") }},
    recommended_source,
    case
        when model_mae_amount is null
        then 'no past fit has an outcome yet: the model stands unproven'
        else
            'mean absolute error in '
            || outcome_months
            || ' months: model '
            || {{ readable_number("model_mae_amount", 2) }}
            || ', last year carried forward '
            || {{ readable_number("last_year_mae_amount", 2) }}
            || ', class average '
            || {{ readable_number("class_average_mae_amount", 2) }}
    end as recommendation_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from recommended
