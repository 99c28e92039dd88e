{{ contact_cost(ref("fct_interaction_monthly"), ref("fct_activity_rate_monthly")) }}
