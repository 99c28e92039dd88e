{{ config(schema="intermediate") }}

with
    books as (
        select
            spells.customer_key,
            spells.source_system,
            spells.customer_type,
            months.month_end_date,
            months.month_start_date,
            extract(year from months.month_end_date) * 12
            + extract(month from months.month_end_date) as month_number,
            coalesce(positions.deposit_amount, 0) as deposit_amount,
            coalesce(positions.exposure_amount, 0) as credit_amount,
            parameters.attrition_months,
            parameters.attrition_fall_share
        from {{ ref("relationship_spell") }} as spells
        inner join
            {{ ref("fct_source_month") }} as months
            on spells.source_system = months.source_system
            and spells.start_date <= months.month_end_date
            and coalesce(spells.closed_date, {{ open_end_date() }}) > months.month_end_date
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on months.month_end_date = parameters.month_end_date
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on spells.customer_key = positions.customer_key
            and months.month_end_date = positions.month_end_date
    ),

    -- the months before a month end, and those that the next one will look back on
    before as (
        select
            books.customer_key,
            books.month_number,
            {%- for name, condition in [
                ("before", "earlier.month_number < books.month_number"),
                ("onward", "earlier.month_number > books.month_number - books.attrition_months"),
            ] %}
                cast(sum(case when {{ condition }} then 1 else 0 end) as integer) as {{ name }}_months,
                cast(
                    sum(case when {{ condition }} then earlier.deposit_amount else 0 end) as decimal(28, 2)
                ) as {{ name }}_sum_amount
                {{- "," if not loop.last }}
            {%- endfor %}
        from books
        inner join
            books as earlier
            on books.customer_key = earlier.customer_key
            and earlier.month_number <= books.month_number
            and earlier.month_number >= books.month_number - books.attrition_months
        group by books.customer_key, books.month_number
    ),

    judged as (
        select
            books.*,
            before.before_months,
            before.before_sum_amount,
            before.before_months = books.attrition_months and before.before_sum_amount > 0 as is_judged,
            before.onward_months = books.attrition_months
            and before.onward_sum_amount > 0 as is_judged_next_month
        from books
        inner join
            before on books.customer_key = before.customer_key and books.month_number = before.month_number
    )

-- the fall is compared without division: balance x months <= (1 - share) x sum
select
    customer_key,
    source_system,
    customer_type,
    month_end_date,
    month_start_date,
    cast(month_number as integer) as month_number,
    cast(deposit_amount as decimal(18, 2)) as deposit_amount,
    cast(credit_amount as decimal(18, 2)) as credit_amount,
    before_months,
    before_sum_amount,
    case
        when is_judged then {{ rounded_ratio([["before_sum_amount", 2]], [["before_months", 0]]) }}
    end as before_mean_amount,
    is_judged,
    is_judged_next_month,
    is_judged
    and cast(deposit_amount as decimal(28, 2)) * before_months
    <= before_sum_amount * cast(1 - attrition_fall_share as decimal(9, 8)) as is_fallen,
    attrition_fall_share
from judged
