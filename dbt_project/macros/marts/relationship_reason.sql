{# The text of the ground that decides segment_relationship_state; for a loyal customer all that was looked at. #}
{% macro relationship_reason() -%}
    {%- set monthly = "cast(quarter_transaction_count as double) / quarter_month_count" -%}
    {%- set year_ago_monthly = (
        "cast(year_ago_transaction_count as double) / nullif(year_ago_month_count, 0)"
    ) -%}
    {%- set activity_from_bound = year_ago_monthly ~ " * (1 + activity_bound)" -%}
    {%- set share = "deposit_amount / cast(wallet_amount as double)" -%}
    case
        ground
        when 'arrears'
        then {{ comparison("days_past_due", "days_past_due", ">=", "past_due_bound") }}
        when 'complaint'
        then {{ comparison("open_complaint_days", "open_complaint_days", ">=", "complaint_bound") }}
        when 'activity'
        then
            {{ comparison("monthly transactions", monthly, "<", activity_from_bound, 2) }}
            || ' ('
            || {{ readable_number(year_ago_monthly, 2) }}
            || ' a year before)'
        when 'wallet'
        then {{ comparison("share_of_wallet", share, "<", "wallet_bound", 6) }}
        when 'nothing_left'
        then 'balances are 0.00 and the quarter has no transactions'
        when 'missing'
        then
            case
                when past_due_bound + complaint_bound + activity_bound + activity_from + wallet_bound is null
                then 'a bound of relationship_state is missing'
                when quarter_transaction_count is null
                then 'activity is missing: the source delivers no transactions'
                else 'activity of a year before is missing'
            end
        else
            concat_ws(
                ', ',
                coalesce(
                    {{ comparison("days_past_due", "days_past_due", "<", "past_due_bound") }}, 'no loan'
                ),
                coalesce(
                    {{ comparison("open_complaint_days", "open_complaint_days", "<", "complaint_bound") }},
                    'no open complaint'
                ),
                case
                    when year_ago_transaction_count < activity_from * year_ago_month_count
                    then
                        {{
                            comparison(
                                "monthly transactions a year before",
                                year_ago_monthly,
                                "<",
                                "activity_from",
                                2,
                            )
                        }} || ', too few to compare'
                    else
                        {{
                            comparison(
                                "monthly transactions",
                                monthly,
                                ">=",
                                activity_from_bound,
                                2,
                            )
                        }} || ' (' || {{ readable_number(year_ago_monthly, 2) }} || ' a year before)'
                end,
                coalesce(
                    {{ comparison("share_of_wallet", share, ">=", "wallet_bound", 6) }},
                    'share_of_wallet left out: wealth_amount is missing'
                )
            )
    end
{%- endmacro %}
