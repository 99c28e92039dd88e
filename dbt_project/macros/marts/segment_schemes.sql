{# The schemes of segment_membership; each is a model segment_<scheme>. #}
{% macro segment_schemes() %}
    {{
        return(
            [
                "organisation",
                "organisation_eu",
                "service_line",
                "contribution_class",
                "usage_density",
                "geography_reach",
                "geography_locality",
                "income_band",
                "wealth_band",
                "age_band",
                "residence_type",
                "behaviour_band",
                "household_life_cycle",
                "financial_awareness",
                "industry_sector",
                "industry_outlook",
                "company_life_cycle",
                "tenure_life_cycle",
                "relationship_state",
            ]
        )
    }}
{% endmacro %}
