with
    client as (select * from {{ ref("base_berka__client") }} where problem_reason is null),
    disposition as (select * from {{ ref("base_berka__disp") }} where problem_reason is null),
    account as (select * from {{ ref("base_berka__account") }} where problem_reason is null),
    district as (select * from {{ ref("base_berka__district") }} where problem_reason is null),

    -- A client carries no date of its own: the relationship begins with the first account.
    first_account as (
        select
            disposition.customer_number,
            account.opened_date,
            account.district_number,
            row_number() over (
                partition by disposition.customer_number order by account.opened_date, account.account_number
            ) as account_rank
        from disposition
        inner join account using (account_number)
        where account.opened_date <= account.business_date
    ),

    mapped as (
        select
            client.customer_number,
            'individual' as customer_type,
            {{ birth_number_date("client.birth_number") }} as birth_date,
            {{ birth_number_gender("client.birth_number") }} as gender,
            district.region_name as residence_region,
            first_account.district_number as branch_number,
            first_account.opened_date as onboarded_date,
            client.source_system,
            client.source_file_sha256,
            client.source_row_number,
            client.business_date,
            client.delivered_on
        from client
        inner join
            first_account on client.customer_number = first_account.customer_number and account_rank = 1
        left join district on client.district_number = district.district_number
    )

select
    {{
        contract_select_list(
            "customer",
            missing=[
                "full_name",
                "national_id",
                "uscc",
                "lei",
                "marital_status",
                "children_count",
                "youngest_child_birth_date",
                "employment_status",
                "residence_type",
                "registration_country",
                "foreign_ownership_share",
                "industry_code",
                "employee_count",
                "closed_date",
                "closed_reason",
                "phone",
                "email",
            ],
        )
    }}
from mapped
