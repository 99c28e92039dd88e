{{ config(materialized="view") }}
{% set lines = contribution_lines() %}
{% set of_share = [
    "customer_key",
    "source_system",
    "month_end_date",
    "line_code",
    "level_code",
    "account_key",
    "product_key",
    "holder_weight",
    "is_primary",
] %}
{% set of_work = [
    "activity_code",
    "driver_code",
    "units",
    "minutes_per_unit",
    "minutes",
    "resource_pool",
    "pool_cost_amount",
    "pool_capacity_minutes",
] %}
{% set of_one_line = "over (partition by customer_key, month_end_date, line_code, level_code, account_key)" %}

with
    lines as (select distinct line_code from {{ ref("dim_contribution_rule") }} where line_kind = 'measured'),

    -- contacts cost work and give nothing else
    parts as (
        select
            parts.*,
            lines.line_code,
            case when parts.account_key = -1 then 'contact' else 'account' end as level_code,
            case when parts.account_key = -1 then parts.customer_key else parts.account_key end as subject_key
        from {{ ref("fct_contribution_part_monthly") }} as parts
        cross join lines
        where parts.account_key <> -1 or lines.line_code = 'operating_cost'
    ),

    accounts as (
        select accounts.*, lines.line_code
        from {{ ref("fct_contribution_account_monthly") }} as accounts
        cross join lines
    ),

    account_lines as (
        select
            account_key,
            month_end_date,
            line_code,
            {{ of_line("accounts", lines, "amount", "decimal(18, 2)") }} as amount,
            {{ of_line("accounts", lines, "basis", "varchar") }} as basis
        from accounts
    ),

    pieces as (
        select
            {%- for column in of_share %} parts.{{ column }}, {%- endfor %}
            {{ of_line("parts", lines, "amount", "decimal(18, 2)") }} as share_amount,
            case when parts.level_code = 'account' then account_lines.basis else 'derived' end as basis,
            case
                when parts.level_code = 'account' then account_lines.amount else uses.cost_amount
            end as line_amount,
            coalesce(uses.cost_amount, bookings.reporting_amount) as piece_amount,
            bookings.currency_code as booking_currency_code,
            bookings.booked_amount,
            bookings.booking_count,
            {%- for column in of_work %} uses.{{ column }}, {%- endfor %}
            uses.valid_from as activity_valid_from,
            uses.valid_to as activity_valid_to
        from parts
        left join
            account_lines
            on parts.account_key = account_lines.account_key
            and parts.month_end_date = account_lines.month_end_date
            and parts.line_code = account_lines.line_code
        left join
            {{ ref("fct_account_booking_monthly") }} as bookings
            on parts.account_key = bookings.account_key
            and parts.source_system = bookings.source_system
            and parts.month_end_date = bookings.month_end_date
            and parts.line_code = bookings.line_code
        left join
            {{ ref("fct_activity_use_monthly") }} as uses
            on parts.level_code = uses.level_code
            and parts.subject_key = uses.subject_key
            and parts.source_system = uses.source_system
            and parts.month_end_date = uses.month_end_date
            and parts.line_code = uses.line_code
    ),

    running as (
        select
            *,
            count(*) {{ of_one_line }} as piece_count,
            cast(sum(piece_amount) {{ of_one_line }} as decimal(18, 2)) as total_amount,
            cast(
                sum(piece_amount) over (
                    partition by customer_key, month_end_date, line_code, level_code, account_key
                    order by activity_code, booking_currency_code
                    rows between unbounded preceding and current row
                ) as decimal(18, 2)
            ) as running_amount
        from pieces
    )

select
    {%- for column in of_share %} {{ column }}, {%- endfor %}
    basis,
    booking_currency_code,
    booked_amount,
    booking_count,
    {%- for column in of_work %} {{ column }}, {%- endfor %}
    activity_valid_from,
    activity_valid_to,
    {{ share_of_piece() }} as amount,
    case when piece_count = 1 or line_amount is null then line_amount else piece_amount end as account_amount
from running
