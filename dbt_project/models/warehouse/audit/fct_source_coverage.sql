{% set entities = [
    "customer",
    "customer_relationship",
    "product",
    "branch",
    "account",
    "account_holder",
    "account_balance",
    "transaction",
    "loan",
    "fee",
    "ftp_curve",
    "ledger",
    "activity_cost",
    "activity_driver",
    "risk_parameter",
    "contribution_statement",
    "financial_statement",
    "customer_income",
    "exchange_rate",
    "employee",
    "employee_assignment",
    "employee_survey",
    "complaint",
    "interaction",
    "survey_wave",
    "survey_question",
    "survey_response",
    "campaign",
    "campaign_contact",
    "stated_need",
    "competitor",
    "market_share",
    "competitor_offer",
    "competitor_campaign",
    "competitor_strength",
    "company_register",
    "market_event",
    "competitor_branch",
    "competitor_complaint",
] %}

with
    sources as (
        {%- for source in var("connectors") %}
            select '{{ source }}' as source_system
            where {{ source_is_on(source) }}
            {%- if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),

    -- What the connectors say that they fill.
    declared as (
        {%- for source, connector in var("connectors").items() %}
            {%- set is_last_source = loop.last %}
            {%- for entity in connector.entities %}
                select '{{ source }}' as source_system, '{{ entity }}' as entity_code
                {%- if not (loop.last and is_last_source) %}
                    union all
                {% endif %}
            {%- endfor %}
        {%- endfor %}
    ),

    delivered as (
        {%- for entity in entities %}
            select
                '{{ entity }}' as entity_code,
                source_system,
                count(*) as rows_count,
                min(business_date) as first_business_date,
                max(business_date) as last_business_date
            from {{ ref("contract_" ~ entity) }}
            group by source_system
            {%- if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    ),

    entities as (
        {%- for entity in entities %}
            select '{{ entity }}' as entity_code
            {% if not loop.last %}
                union all
            {% endif %}
        {%- endfor %}
    )

select
    sources.source_system,
    entities.entity_code,
    declared.entity_code is not null as is_declared,
    coalesce(delivered.rows_count, 0) as rows_count,
    delivered.first_business_date,
    delivered.last_business_date
from sources
cross join entities
left join
    declared on sources.source_system = declared.source_system and entities.entity_code = declared.entity_code
left join
    delivered
    on sources.source_system = delivered.source_system
    and entities.entity_code = delivered.entity_code
