with
    rows_of_rules as (
        {{
            segment_reference(
                "segment_break",
                scheme="scheme_code",
                segment="segment_code",
                condition=bounds_in_words("measure_code", "lower_bound", "upper_bound")
                ~ " || coalesce(' ' || currency_code, '')",
            )
        }}
        union all
        {{
            segment_reference(
                "sme_industry",
                scheme="'organisation'",
                customer_type="'corporate'",
                industry_prefix="industry_prefix",
                condition="'industry_code begins with ' || industry_prefix || ': ' || sme_industry_code",
            )
        }}
        union all
        {{
            segment_reference(
                "eu_size_ceiling",
                scheme="'organisation_eu'",
                segment="size_code",
                customer_type="'corporate'",
                condition="'staff_count < ' || staff_below || ' and (revenue_amount <= ' || revenue_max"
                ~ " || ' or total_assets_amount <= ' || total_assets_max || ')' || "
                ~ amounts_in_words(),
            )
        }}
        union all
        {{
            segment_reference(
                "industry_section",
                scheme="'industry_sector'",
                segment="sector_code",
                industry_prefix="industry_prefix",
                condition="'industry_code begins with ' || industry_prefix || ': ' || label_en",
            )
        }}
        union all
        {{
            segment_reference(
                "industry_outlook",
                scheme="'industry_outlook'",
                segment="outlook_code",
                industry_prefix="industry_prefix",
                condition="'industry_code begins with ' || industry_prefix",
            )
        }}
        union all
        {{
            segment_reference(
                "cash_flow_pattern",
                scheme="'company_life_cycle'",
                segment="segment_code",
                customer_type="'corporate'",
                condition="'operating ' || operating_sign || ', investing ' || investing_sign"
                ~ " || ', financing ' || financing_sign",
            )
        }}
        union all
        {{
            segment_reference(
                "class_rule",
                scheme="'contribution_class'",
                segment="class_code",
                condition="'rule ' || priority || ' ' || rule_code || ': ' || measure_code || ' '"
                ~ " || replace(operator, '_', ' ')"
                ~ " || ' ' || coalesce(bound_code, "
                ~ shortest_number("bound")
                ~ ")",
            )
        }}
        union all
        {{
            segment_reference(
                "parameter",
                scheme="case parameter_code when 'retail_exposure_limit' then 'service_line'"
                ~ " when 'multinational_ownership_share' then 'geography_reach'"
                ~ " when 'class_hysteresis_months' then 'contribution_class' end",
                customer_type="case parameter_code when 'retail_exposure_limit' then 'corporate' end",
                condition="parameter_code || ' ' || " ~ shortest_number("value") ~ " || ' ' || unit",
            )
        }}
        where
            parameter_code
            in ('retail_exposure_limit', 'multinational_ownership_share', 'class_hysteresis_months')
        union all
        -- bounds of size are by industry of the standard, each of which several industry codes belong to
        select
            'organisation' as scheme_code,
            bounds.size_code as segment_code,
            'sme_size_bound' as reference_table,
            'corporate' as customer_type,
            industries.industry_prefix,
            concat_ws(
                ' and ',
                'staff_count >= ' || bounds.staff_min,
                'revenue_amount >= ' || {{ readable_number("bounds.revenue_min") }},
                'total_assets_amount >= ' || {{ readable_number("bounds.total_assets_min") }}
            )
            || {{ amounts_in_words() }} as condition,
            greatest(bounds.valid_from, industries.valid_from) as valid_from,
            least(bounds.valid_to, industries.valid_to) as valid_to,
            bounds.source
        from {{ ref("sme_size_bound") }} as bounds
        inner join
            {{ ref("sme_industry") }} as industries
            on bounds.sme_industry_code = industries.sme_industry_code
            and {{ overlaps("bounds", "industries") }}
    )

-- what does not hold yet is not told
select *
from rows_of_rules
where valid_from <= {{ as_of_date() }}
