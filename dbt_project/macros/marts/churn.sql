{# The definitions of churn, published side by side; each is a model churn_<definition>. #}
{% macro churn_definitions() %}
    {{ return(["relationship_closure", "product_closure", "balance_attrition", "silent"]) }}
{% endmacro %}

{#
  Interval of the difference of two shares p1 - p2 that are independent, from their Wilson bounds (Newcombe 1998,
  Statistics in Medicine 17:873, method 10). A share is [p, lower, upper].
#}
{% macro share_difference_bound(first, second, side) -%}
    {{ first[0] }} - {{ second[0] }}
    {%- if side == "lower" %}
        - sqrt(power({{ first[0] }} - {{ first[1] }}, 2) + power({{ second[2] }} - {{ second[0] }}, 2))
    {%- else %}
        + sqrt(power({{ first[2] }} - {{ first[0] }}, 2) + power({{ second[0] }} - {{ second[1] }}, 2))
    {%- endif %}
{%- endmacro %}

{# What the early warning looks at: name of the feature and its value over the joins of churn_feature_monthly. #}
{% macro churn_features() %}
    {{
        return(
            {
                "tenure": "ln(1 + "
                ~ dbt.datediff("months.start_date", "months.month_end_date", "month")
                ~ ")",
                "is_corporate": "case when months.customer_type = 'corporate' then 1 else 0 end",
                "is_institution": "case when months.customer_type in ('public_body', 'financial_institution') then 1 else 0 end",
                "satisfaction": "signals.satisfaction_score",
                "satisfaction_change": "signals.satisfaction_change",
                "complaints": "signals.complaint_count",
                "deposits": "ln(1 + greatest(months.deposit_amount, 0))",
                "deposit_trend": "case when months.before_mean_amount > 0 then least(months.deposit_amount / cast(months.before_mean_amount as double), 3) end",
                "activity": "ln(1 + coalesce(activity.recent_count, 0))",
                "activity_trend": "ln((1 + activity.recent_count) / (1 + activity.half_year_count))",
                "products": "coalesce(activity.product_count, 0)",
                "has_credit": "case when months.credit_amount > 0 then 1 else 0 end",
                "is_premium": "case when classes.class_code = 'premium' then 1 else 0 end",
                "is_key": "case when classes.class_code = 'key' then 1 else 0 end",
                "is_restricted": "case when classes.class_code = 'restricted' then 1 else 0 end",
                "is_potential": "case when classes.class_code = 'potential' then 1 else 0 end",
                "contribution_rank": "years.net_income_percentile",
                "manager_change": "signals.has_manager_change",
            }
        )
    }}
{% endmacro %}
