"""Employees of the published demo bank."""

import duckdb


def test_no_answer_of_a_single_employee_is_published(published: duckdb.DuckDBPyConnection) -> None:
    tables = published.execute("select table_name from information_schema.tables").fetchall()
    assert ("fct_employee_survey_response",) not in tables
    assert ("employee_answer",) not in tables
    (fewest,) = published.execute("select min(response_count) from marts.employee_satisfaction").fetchone() or (0,)
    assert fewest >= 5


def test_portfolios_are_the_customers_and_money_of_the_bank(published: duckdb.DuckDBPyConnection) -> None:
    wrong = published.execute(
        """
        select month_end_date
        from (
            select month_end_date, sum(customer_count) as customers, sum(net_income_amount) as money
            from marts.employee_portfolio
            group by month_end_date
        )
        inner join (
            select month_end_date, sum(net_income_amount) as same_money
            from marts.branch_contribution_monthly
            group by month_end_date
        ) using (month_end_date)
        inner join (
            select month_ends.month_end_date, count(*) as same_customers
            from (select distinct month_end_date from marts.employee_portfolio) as month_ends
            inner join warehouse.dim_customer
            on valid_from <= month_end_date and valid_to > month_end_date and customer_key <> -1
            and onboarded_date <= month_end_date and coalesce(closed_date, date '9999-12-31') > month_end_date
            group by month_ends.month_end_date
        ) using (month_end_date)
        where money <> same_money or customers <> same_customers
        """
    ).fetchall()
    assert wrong == []
