{#
  What the rules of contribution classes may ask. Conditions, bounds and order stand in reference data (class_rule); a
  condition on a measure that is not listed here is not evaluated, and a test fails.
#}
{% macro class_conditions() %}
    {%- set standing = ["days_past_due", "pd_rate", "industry_outlook"] -%}
    {%- set profit = ["net_income_amount", "net_income_percentile"] -%}
    {%- set usage = ["transaction_count", "share_of_wallet_rate"] -%}
    {%- set growth = ["deposit_growth_rate", "deposit_year_ago_amount"] -%}
    {{
        return(
            {
                "arrears": ["days_past_due"],
                "default": ["pd_rate"],
                "premium": profit + standing + usage + ["size_code"],
                "key": profit + standing + usage + ["size_code"],
                "key_size": profit + standing + ["size_code"],
                "growth": growth + standing + usage,
                "wallet": ["income_percentile"] + standing + usage,
                "outlook": standing + usage + ["size_code"],
                "loss": ["net_income_amount"],
                "ordinary": ["net_income_amount"],
            }
        )
    }}
{% endmacro %}

{# The measures of classes, with the decimals that they are shown with; none for a code. #}
{% macro class_measures() %}
    {{
        return(
            {
                "net_income_amount": 2,
                "net_income_percentile": 4,
                "days_past_due": 0,
                "pd_rate": 4,
                "size_code": none,
                "industry_outlook": none,
                "transaction_count": 0,
                "share_of_wallet_rate": 4,
                "deposit_growth_rate": 4,
                "deposit_year_ago_amount": 2,
                "income_percentile": 4,
            }
        )
    }}
{% endmacro %}

{# True where a condition holds. years and rules name relations with the measures and with class_rule_monthly. #}
{% macro condition_is_met(years, rules, rule, measure) -%}
    {%- set condition = rules ~ "." ~ rule ~ "_" ~ measure -%}
    {%- set input = years ~ "." ~ measure -%}
    case
        when {{ condition }}_operator is null
        then true
        when {{ input }} is null
        then {{ condition }}_when_missing = 'left_out'
        {%- if class_measures()[measure] is none %}
            when {{ condition }}_operator = 'is'
            then {{ input }} = {{ condition }}_bound_code
            else {{ input }} <> {{ condition }}_bound_code
        {%- else %}
            {%- for operator in [">=", ">", "<"] %}
                when {{ condition }}_operator = '{{ operator }}'
                then {{ input }} {{ operator }} {{ condition }}_bound
            {%- endfor %}
            else {{ input }} <= {{ condition }}_bound
        {%- endif %}
    end
{%- endmacro %}

{# A condition in words with both values, as it holds or as it fails; NULL where there is none or no input. #}
{% macro condition_text(years, rules, rule, measure, has_failed) -%}
    {%- set condition = rules ~ "." ~ rule ~ "_" ~ measure -%}
    {%- set decimals = class_measures()[measure] -%}
    {%- set signs = {
        ">=": [">=", "<"],
        ">": [">", "<="],
        "<": ["<", ">="],
        "<=": ["<=", ">"],
        "is": ["=", "<>"],
        "is_not": ["<>", "="],
    } -%}
    '{{ measure }} '
    {%- if decimals is none %} || {{ years }}.{{ measure }}
    {%- else %} || {{ readable_number(years ~ "." ~ measure, decimals) }}
    {%- endif %} || case
        {{ condition }}_operator
        {%- for operator, sign in signs.items() %}
            when '{{ operator }}' then ' {{ sign[1] if has_failed else sign[0] }} '
        {%- endfor %}
    end
    {%- if decimals is none %} || {{ condition }}_bound_code
    {%- else %} || {{ readable_number(condition ~ "_bound", decimals) }}
    {%- endif %}
{%- endmacro %}

{# The conditions of the rule that decided, in words. #}
{% macro conditions_met(years, rules, rule_code) -%}
    nullif(
        concat_ws(
            ', '
            {%- for rule, measures in class_conditions().items() %}
                {%- for measure in measures %}
                    ,
                    case
                        when {{ rule_code }} = '{{ rule }}'
                        then {{ condition_text(years, rules, rule, measure, has_failed=false) }}
                    end
                {%- endfor %}
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}

{# The conditions of another rule that fail, in words. #}
{% macro conditions_failed(years, rules, rule_code) -%}
    nullif(
        concat_ws(
            ', '
            {%- for rule, measures in class_conditions().items() %}
                {%- for measure in measures %}
                    ,
                    case
                        when
                            {{ rule_code }} = '{{ rule }}'
                            and not {{ condition_is_met(years, rules, rule, measure) }}
                        then {{ condition_text(years, rules, rule, measure, has_failed=true) }}
                    end
                {%- endfor %}
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}

{# Inputs that concern the customer and are unknown, by name. #}
{% macro missing_class_inputs(years) -%}
    {%- set is_missing = {
        "net_income_amount": years ~ ".net_income_amount is null",
        "days_past_due": years ~ ".days_past_due is null and " ~ years ~ ".exposure_amount > 0",
        "pd_rate": years ~ ".pd_rate is null and " ~ years ~ ".exposure_amount > 0",
        "size_code": years ~ ".size_code is null and " ~ years ~ ".customer_type = 'corporate'",
        "industry_outlook": (
            years ~ ".industry_outlook is null and " ~ years ~ ".customer_type = 'corporate'"
        ),
        "deposit_year_ago_amount": years ~ ".deposit_year_ago_amount is null",
        "income_amount": years ~ ".income_amount is null",
    } -%}
    nullif(
        concat_ws(
            ', ',
            {{ years }}.missing_lines
            {%- for input, condition in is_missing.items() %}
                , case when {{ condition }} then '{{ input }}' end
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}
