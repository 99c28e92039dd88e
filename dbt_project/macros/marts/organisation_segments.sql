{#
  The segments of an organisation scheme: by type of customer, a company by its group or else by its size.
  sizes names the relation of sizes by a standard, reason is the text that tells why it has that size.
#}
{% macro organisation_segments(scheme_code, sizes, reason) -%}
    with
        groups as (select customer_key, valid_from, valid_to from {{ ref("bridge_customer_group") }}),

        evaluated as (
            select
                customers.customer_key,
                customers.source_system,
                customers.month_end_date,
                customers.customer_type,
                customers.record_date,
                {% for column in size_columns() %} sizes.{{ column }},{% endfor %}
                groups.valid_from as group_from_date,
                case
                    when customers.customer_type is null
                    then 'unknown'
                    when customers.customer_type <> 'corporate'
                    then customers.customer_type
                    when groups.customer_key is not null
                    then 'group'
                    else sizes.size_code
                end as segment_code
            from {{ ref("customer_month_end") }} as customers
            left join
                {{ ref(sizes) }} as sizes
                on customers.customer_key = sizes.customer_key
                and customers.month_end_date = sizes.month_end_date
            left join
                groups
                on customers.customer_key = groups.customer_key
                and {{ valid_on("groups", "customers.month_end_date") }}
        ),

        changes as ({{ segment_changes("evaluated") }})

    select
        customer_key,
        source_system,
        '{{ scheme_code }}' as scheme_code,
        segment_code,
        previous_segment_code,
        case
            when customer_type is null
            then 'customer_type is missing'
            when customer_type <> 'corporate'
            then 'customer_type is ' || customer_type
            when segment_code = 'group'
            then 'member of an ownership tree with at least 2 members'
            else {{ reason }}
        end as reason,
        case
            when customer_type is null or customer_type <> 'corporate'
            then 'customer'
            when segment_code = 'group'
            then 'customer_relationship'
            else input_source
        end as input_source,
        case
            when customer_type is null or customer_type <> 'corporate'
            then record_date
            when segment_code = 'group'
            then nullif(group_from_date, {{ beginning_of_time() }})
            else input_date
        end as input_date,
        valid_from,
        valid_to
    from changes
{%- endmacro %}
