with
    shares as (
        select
            source_system,
            product_group,
            period_end_date,
            competitor_key,
            cast(sum(volume_amount) as double) / nullif(sum(sum(volume_amount)) over in_market, 0) as share
        from {{ ref("fct_market_share") }}
        group by source_system, product_group, period_end_date, competitor_key
        window in_market as (partition by source_system, product_group, period_end_date)
    ),

    own_bank as (
        select source_system, competitor_key
        from {{ ref("dim_competitor") }}
        where competitor_type = 'own_bank'
    ),

    -- the last market figures before the campaign, and the first after its end
    periods as (
        select
            campaigns.campaign_key,
            max(
                case when shares.period_end_date < campaigns.start_date then shares.period_end_date end
            ) as period_before,
            min(
                case when shares.period_end_date >= campaigns.end_date then shares.period_end_date end
            ) as period_after
        from {{ ref("fct_competitor_campaign") }} as campaigns
        left join
            (select distinct source_system, product_group, period_end_date from shares) as shares
            on campaigns.source_system = shares.source_system
            and campaigns.product_group = shares.product_group
        group by campaigns.campaign_key
    )

select
    campaigns.campaign_key,
    campaigns.source_system,
    campaigns.competitor_key,
    competitors.competitor_name,
    campaigns.campaign_name,
    campaigns.product_group,
    campaigns.start_date,
    campaigns.end_date,
    campaigns.planned_days_count,
    campaigns.end_date is null as is_running,
    periods.period_before as share_before_date,
    periods.period_after as share_after_date,
    {%- for bank in ["competitor", "own"] %}
        cast({{ bank }}_before.share as decimal(12, 8)) as {{ bank }}_share_before_rate,
        cast({{ bank }}_after.share as decimal(12, 8)) as {{ bank }}_share_after_rate,
        cast(
            {{ bank }}_after.share - {{ bank }}_before.share as decimal(12, 8)
        ) as {{ bank }}_share_change_rate,
    {%- endfor %}
    case
        when campaigns.product_group is null
        then 'the product group of the campaign is not known'
        when campaigns.end_date is null
        then 'the campaign runs, or its end is not known'
        when periods.period_before is null
        then 'no market figures before the campaign'
        when periods.period_after is null
        then 'no market figures since its end'
    end as reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("fct_competitor_campaign") }} as campaigns
inner join {{ ref("dim_competitor") }} as competitors on campaigns.competitor_key = competitors.competitor_key
inner join periods on campaigns.campaign_key = periods.campaign_key
left join own_bank on campaigns.source_system = own_bank.source_system
{%- for bank, key in [
        ("competitor", "campaigns.competitor_key"),
        ("own", "own_bank.competitor_key"),
    ] %}
    {%- for moment in ["before", "after"] %}
        left join
            shares as {{ bank }}_{{ moment }}
            on campaigns.source_system = {{ bank }}_{{ moment }}.source_system
            and campaigns.product_group = {{ bank }}_{{ moment }}.product_group
            and {{ key }} = {{ bank }}_{{ moment }}.competitor_key
            and periods.period_{{ moment }} = {{ bank }}_{{ moment }}.period_end_date
    {%- endfor %}
{%- endfor %}
