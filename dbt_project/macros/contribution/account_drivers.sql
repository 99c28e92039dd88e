{# Units of every cost driver per account and month: account_key, source_system, month_end_date, driver_code, units. #}
{% macro account_drivers(activity, states) -%}
    {%- for channel in driven_channels() %}
        select
            account_key,
            source_system,
            month_end_date,
            'transaction:{{ channel }}' as driver_code,
            {{ channel }}_count as units
        from {{ activity }}
        where {{ channel }}_count > 0
        union all
    {%- endfor %}
    select account_key, source_system, month_end_date, 'account_month' as driver_code, 1 as units
    from {{ states }}
    where is_open
{%- endmacro %}

{# Channels by which a transaction costs work; what the system books by itself costs none. #}
{% macro driven_channels() %} {{ return(["branch", "atm", "online", "mobile", "phone"]) }}{% endmacro %}
