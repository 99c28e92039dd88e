{#
  The monthly tables of contribution are recomputed only in months of which the inputs have changed. What a month is
  computed from is told by a fingerprint of the rows of its inputs; the fingerprints of the last run are in
  month_fingerprint. So any change counts: late and corrected rows, new versions, new parameters, a new as-of date.

  month_inputs: the models that a table is computed from, with the expression of their month where it is no column,
  is_span where their rows hold over a span, and the columns that are read where not all count. An input that is such
  a table itself is known by its own fingerprint.
#}
{% macro month_inputs(table) %}
    {{
        return(
            {
                "fct_account_activity_monthly": [
                    {
                        "model": "fct_transaction",
                        "month": month_end("booking_month"),
                        "columns": [
                            "source_system",
                            "account_key",
                            "currency_code",
                            "channel_code",
                            "purpose_code",
                            "credit_debit_indicator",
                            "is_customer_initiated",
                            "amount",
                            "reporting_amount",
                        ],
                    },
                ],
                "fct_contribution_account_monthly": [
                    {"model": "fct_account_activity_monthly"},
                    {"model": "fct_account_month"},
                    {"model": "fct_fee", "month": month_end("value_date")},
                    {"model": "fct_risk_parameter_monthly"},
                    {
                        "model": "fct_month_end_rate",
                        "columns": ["source_system", "currency_code", "exchange_rate"],
                    },
                    {"model": "fct_ftp_rate_monthly"},
                    {"model": "fct_activity_rate_monthly"},
                    {"model": "fct_account_revaluation_monthly"},
                    {"model": "dim_parameter_monthly"},
                ],
                "fct_contribution_part_monthly": [
                    {"model": "fct_contribution_account_monthly"},
                    {"model": "fct_customer_contact_cost_monthly"},
                    {"model": "dim_parameter_monthly"},
                    {
                        "model": "bridge_account_holder",
                        "is_span": true,
                        "columns": ["account_key", "customer_key", "holder_role", "holder_weight"],
                    },
                    {
                        "model": "dim_customer",
                        "is_span": true,
                        "columns": ["source_system", "customer_key", "branch_key"],
                    },
                ],
                "fct_contribution_customer_monthly": [
                    {"model": "fct_contribution_account_monthly"},
                    {"model": "fct_contribution_part_monthly"},
                    {
                        "model": "dim_customer",
                        "is_span": true,
                        "columns": ["source_system", "customer_key", "onboarded_date", "closed_date"],
                    },
                ],
                "fct_customer_position_monthly": [
                    {"model": "fct_contribution_part_monthly"},
                    {"model": "fct_account_activity_monthly"},
                    {"model": "fct_account_month"},
                    {"model": "fct_loan_monthly"},
                ],
            }.get(table)
        )
    }}
{% endmacro %}

{# The months to compute, as texts of their last days; none means all, on a first build or full refresh. #}
{% macro changed_months(table) %}
    {%- set fingerprints = month_fingerprints(table) -%}
    {%- if not (execute and is_incremental()) -%} {{ return(none) }}{%- endif -%}
    {%- set query -%}
        select cast(coalesce(now.month_end_date, before.month_end_date) as varchar)
        from ({{ fingerprints }}) as now
        full outer join
            (select * from {{ ref("month_fingerprint") }} where table_name = '{{ table }}') as before
            on now.month_end_date = before.month_end_date
        where now.fingerprint is distinct from before.fingerprint
        order by 1
    {%- endset -%}
    {{ return(first_column(query)) }}
{% endmacro %}

{# A filter on a month end by these months. #}
{% macro is_changed(month_end_date, months) -%}
    {%- if months is none -%} true
    {%- elif not months -%} false
    {%- else -%}
        {{ month_end_date }}
        in ({%- for month in months %}date '{{ month }}'{{ ", " if not loop.last }}{% endfor -%})
    {%- endif -%}
{%- endmacro %}

{# SQL: month_end_date, fingerprint of all rows that the month of a table is computed from. #}
{% macro month_fingerprints(table) -%}
    select month_end_date, cast(sum({{ row_hash(["input", "content"]) }}) as varchar) as fingerprint
    from
        (
            {%- for input in month_inputs(table) %}
                {{ "union all" if not loop.first }} {{ fingerprint_of_input(input) }}
            {%- endfor %}
        ) as inputs
    group by month_end_date
{%- endmacro %}

{% macro fingerprint_of_input(input) -%}
    {%- set relation = ref(input.model) -%}
    {%- if month_inputs(input.model) -%}
        select month_end_date, '{{ input.model }}' as input, fingerprint as content
        from {{ ref("month_fingerprint") }}
        where table_name = '{{ input.model }}'
    {%- elif input.is_span -%}
        select
            months.month_end_date,
            '{{ input.model }}' as input,
            cast(sum(spans.row_content) as varchar) as content
        from (select distinct month_end_date from {{ ref("fct_account_month") }}) as months
        inner join
            (
                select
                    whole.valid_from,
                    whole.valid_to,
                    {{ row_hash(input.columns or ["whole"]) }} as row_content
                from {{ relation }} as whole
            ) as spans
            on {{ valid_on("spans", "months.month_end_date") }}
        group by months.month_end_date
    {%- else -%}
        select
            {{ input.month or "month_end_date" }} as month_end_date,
            '{{ input.model }}' as input,
            cast(sum({{ row_hash(input.columns or ["whole"]) }}) as varchar) as content
        from {{ relation }} as whole
        group by 1
    {%- endif -%}
{%- endmacro %}
