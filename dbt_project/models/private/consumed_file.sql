{{ config(materialized="incremental", incremental_strategy="append", full_refresh=false) }}

-- The monthly facts write here, each in the transaction that computes it.
select
    cast(null as varchar) as model_name,
    cast(null as varchar) as source_file_sha256,
    cast(null as date) as as_of_date,
    cast(null as bigint) as parameters_key
where false
