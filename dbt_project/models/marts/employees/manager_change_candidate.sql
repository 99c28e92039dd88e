{{ config(schema="intermediate") }}

with
    change_months as (
        select distinct
            changes.source_system,
            changes.month_end_date,
            months.month_start_date,
            {{ month_shifted("changes.month_end_date", -1) }} as base_date,
            {{ month_shifted("changes.month_end_date", -1, "-spans.value") }} as window_from
        from {{ ref("manager_change") }} as changes
        inner join
            {{ ref("fct_source_month") }} as months
            on changes.source_system = months.source_system
            and changes.month_end_date = months.month_end_date
            {{ join_parameters({"spans": "manager_change_window_months"}, "changes.month_end_date") }}
        where changes.change_number = 1
    ),

    -- had a manager before the month, and stayed to its end
    looked_after as (
        select
            months.*,
            customers.customer_key,
            customers.customer_type,
            {{ dbt.datediff("customers.onboarded_date", "months.base_date", "month") }} as months_on_book
        from change_months as months
        inner join
            {{ ref("manager_customer_monthly") }} as managed
            on months.source_system = managed.source_system
            and months.base_date = managed.month_end_date
            and managed.employee_key <> -1
            and managed.next_employee_key is not null
        inner join
            {{ ref("customer_month_end") }} as customers
            on managed.customer_key = customers.customer_key
            and managed.month_end_date = customers.month_end_date
    ),

    changes_of_customer as (
        select
            looked_after.customer_key,
            looked_after.month_end_date,
            max(
                case
                    when changes.change_number = 1 and changes.month_end_date = looked_after.month_end_date
                    then 1
                    else 0
                end
            ) as has_first_change,
            max(
                case
                    when
                        changes.change_date > looked_after.window_from
                        and changes.month_end_date <= looked_after.month_end_date
                    then 1
                    else 0
                end
            ) as has_change_in_window,
            min(
                case when changes.month_end_date > looked_after.month_end_date then changes.change_date end
            ) as next_change_date,
            sum(
                case when changes.month_end_date = looked_after.month_end_date then 1 else 0 end
            ) as changes_of_month
        from looked_after
        inner join {{ ref("manager_change") }} as changes on looked_after.customer_key = changes.customer_key
        group by looked_after.customer_key, looked_after.month_end_date
    ),

    banded as (
        select
            looked_after.*,
            coalesce(changed.has_first_change, 0) = 1 as is_treated,
            changed.next_change_date,
            coalesce(positions.deposit_amount, 0) as deposit_amount,
            coalesce(classes.class_code, 'unknown') as class_code
        from looked_after
        left join
            changes_of_customer as changed
            on looked_after.customer_key = changed.customer_key
            and looked_after.month_end_date = changed.month_end_date
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on looked_after.customer_key = positions.customer_key
            and looked_after.base_date = positions.month_end_date
        left join
            {{ ref("customer_class_monthly") }} as classes
            on looked_after.customer_key = classes.customer_key
            and looked_after.base_date = classes.month_end_date
        where
            coalesce(changed.has_change_in_window, 0) = 0
            or (changed.has_first_change = 1 and changed.changes_of_month = 1)
    )

select
    banded.customer_key,
    banded.source_system,
    banded.month_end_date,
    banded.is_treated,
    banded.next_change_date,
    banded.customer_type,
    banded.class_code,
    {%- for name in ["deposit_amount", "months_on_book"] %}
        coalesce({{ name }}_bands.band_code, 'unknown') as {{ name }}_band,
    {%- endfor %}
    banded.deposit_amount
from banded
{%- for name in ["deposit_amount", "months_on_book"] %}
    left join
        {{ ref("manager_change_band") }} as {{ name }}_bands
        on {{ name }}_bands.measure_code = '{{ name }}'
        and coalesce({{ name }}_bands.currency_code, {{ reporting_currency() }}) = {{ reporting_currency() }}
        and {{ valid_on(name ~ "_bands", "banded.base_date") }}
        and ({{ name }}_bands.lower_bound is null or banded.{{ name }} >= {{ name }}_bands.lower_bound)
        and ({{ name }}_bands.upper_bound is null or banded.{{ name }} < {{ name }}_bands.upper_bound)
{%- endfor %}
