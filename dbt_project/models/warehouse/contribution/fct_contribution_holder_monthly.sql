{{
    config(
        schema="intermediate",
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_contribution_holder_monthly") %}

{% set lines = contribution_lines() %}

with
    account_lines as (
        select *
        from {{ ref("fct_contribution_account_monthly") }}
        where {{ is_changed("month_end_date", months) }}
    ),

    -- the first holder, the primary one, takes what rounding leaves
    holders as (
        select
            account_key,
            customer_key,
            holder_weight,
            valid_from,
            valid_to,
            row_number() over (
                partition by account_key, valid_from
                order by case when holder_role = 'primary' then 0 else 1 end, customer_key
            ) as holder_rank
        from {{ ref("bridge_account_holder") }}
    ),

    further_holders as (
        select
            account_lines.account_key,
            account_lines.month_end_date
            {%- for line in lines %}
                ,
                {{ rounded_product("account_lines." ~ line ~ "_amount", "holders.holder_weight") }}
                as {{ line }}_amount
            {%- endfor %}
        from account_lines
        inner join
            holders
            on account_lines.account_key = holders.account_key
            and {{ valid_on("holders", "account_lines.month_end_date") }}
        where holders.holder_rank > 1
    ),

    given_away as (
        select
            account_key,
            month_end_date
            {%- for line in lines %}, sum({{ line }}_amount) as {{ line }}_amount {%- endfor %}
        from further_holders
        group by account_key, month_end_date
    )

select
    account_lines.account_key,
    holders.customer_key,
    account_lines.source_system,
    account_lines.month_end_date,
    holders.holder_weight,
    holders.holder_rank = 1 as is_primary
    {%- for line in lines %}
        ,
        cast(
            case
                when holders.holder_rank > 1
                then {{ rounded_product("account_lines." ~ line ~ "_amount", "holders.holder_weight") }}
                else account_lines.{{ line }}_amount - coalesce(given_away.{{ line }}_amount, 0)
            end as decimal(18, 2)
        ) as {{ line }}_amount,
        {{ basis_rank("account_lines." ~ line ~ "_basis") }} as {{ line }}_rank
    {%- endfor %}
from account_lines
inner join
    holders
    on account_lines.account_key = holders.account_key
    and {{ valid_on("holders", "account_lines.month_end_date") }}
left join
    given_away
    on account_lines.account_key = given_away.account_key
    and account_lines.month_end_date = given_away.month_end_date
