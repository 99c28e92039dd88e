{{ config(materialized="incremental", incremental_strategy="append", full_refresh=false) }}

-- The monthly tables of contribution write here, each in the transaction that computes it.
select
    cast(null as varchar) as table_name,
    cast(null as date) as month_end_date,
    cast(null as varchar) as fingerprint
where false
