"""The lifetime value of a customer: what goes in, the models, the path, and how wrong such values have been."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.explain.lifetime_value import print_lifetime_value, read_lifetime_value
from orchestration.explain.published import ExplainError
from orchestration.home import Home
from tests.unit.orchestration.published_home import published_home

# Firm 7 is on the books, 8 has closed, 9 joined after the last month end.
TABLES = """
create table warehouse.dim_customer as select * from (values (7::bigint), (8), (9)) as t (customer_key);
create table warehouse.dim_product as
    select * from (values (70::bigint, 'Current account'), (71, 'Term loan'), (-1, 'Unknown product'))
    as t (product_key, product_name);
create table marts.customer_lifetime_value as
    select customer_key, 'demo' as source_system, 'corporate' as customer_type, class as contribution_class,
        'CNY' as currency_code, date '2025-12-31' as fit_date, alive::decimal(12, 8) as alive_probability,
        47.5::decimal(12, 4) as expected_remaining_months, 0.9::decimal(12, 8) as trend_factor,
        0.1::decimal(12, 8) as discount_rate, 60 as horizon_months,
        value::decimal(18, 2) as lifetime_value_finite_amount,
        (value * 2)::decimal(18, 2) as lifetime_value_perpetuity_amount,
        (value * 1.5)::decimal(18, 2) as lifetime_value_undiscounted_amount,
        (value - 2)::decimal(18, 2) as lifetime_value_lower_90_amount,
        (value - 1)::decimal(18, 2) as lifetime_value_lower_50_amount,
        (value + 1)::decimal(18, 2) as lifetime_value_upper_50_amount,
        (value + 2)::decimal(18, 2) as lifetime_value_upper_90_amount,
        'empirical' as interval_basis, 'last_year' as recommended_source,
        1234.5::decimal(18, 2) as recommended_lifetime_value_amount, reason, date '2025-12-31' as as_of_date,
        'b' as batch_id
    from (values (7::bigint, 'key', 0.991, 1000, null), (8, 'unknown', 0, 0, 'closed on 2025-03-04'))
    as t (customer_key, class, alive, value, reason);
create table marts.lifetime_value_input as
    select 7::bigint as customer_key, product::bigint as product_key, months as observed_months,
        balance::decimal(18, 2) as balance_level_amount, 5::decimal(18, 2) as balance_trend_amount,
        margin::decimal(18, 2) as margin_level_amount, -0.25::decimal(18, 2) as margin_trend_amount,
        loss::decimal(18, 2) as loss_level_amount, service::decimal(18, 2) as service_level_amount,
        0.75::decimal(12, 8) as net_share, (loss / 800)::decimal(12, 8) as monthly_default_rate,
        ends as remaining_months
    from (values (71, 12, 1000, 30, 2, -9, 28), (70, 12, 0, 0, 0, 4, null), (-1, 12, 0, 0, 0, -20, null))
    as t (product, months, balance, margin, loss, service, ends);
create table marts.lifetime_usage_history as
    select 7::bigint as customer_key, date '2023-07-01' as origin_date, 104::bigint as transaction_count,
        906 as recency_days, 914 as age_days, 36::bigint as year_transaction_count, 12 as observed_months;
create table marts.lifetime_value_path as
    select 7::bigint as customer_key, n as year_number, (100 * n)::decimal(18, 2) as expected_amount,
        (1 - n / 10)::decimal(12, 8) as survival_rate
    from (values (1), (2)) as t (n);
create table marts.lifetime_model_parameter as
    select 'demo' as source_system, fitted::date as fit_date, scope as scope_code, segment as segment_code,
        model as model_code, code as parameter_code, unit, estimate::double as estimate,
        (estimate / 2)::double as lower_bound, (estimate * 2)::double as upper_bound, 'derived' as fit_basis, reason,
        300::bigint as observations
    from (values
        ('2025-12-31', 'usage', 'corporate', 'pareto_nbd', 'r', 'none', 0.8, null),
        ('2025-12-31', 'relationship', 'corporate', 'constant_hazard', 'monthly_hazard', 'fraction per month', 0.005,
            'few'),
        ('2025-12-31', 'contract', '71', 'sbg', 'alpha', 'none', 0.5, null),
        ('2025-12-31', 'contract', '99', 'sbg', 'alpha', 'none', 0.5, null),
        ('2025-12-31', 'relationship', 'individual', 'sbg', 'alpha', 'none', 0.5, null),
        ('2025-09-30', 'usage', 'corporate', 'pareto_nbd', 'r', 'none', 0.7, null))
    as t (fitted, scope, segment, model, code, unit, estimate, reason);
create table marts.lifetime_holdout as
    select 'demo' as source_system, type as customer_type, class as contribution_class,
        'corporate' as judged_customer_type,
        'all' as judged_contribution_class, date '2024-03-31' as first_fit_date, date '2024-12-31' as last_fit_date,
        12 as outcome_months, 200::bigint as forecast_count, 12::decimal(18, 2) as model_mae_amount,
        11::decimal(18, 2) as last_year_mae_amount, 15::decimal(18, 2) as class_average_mae_amount,
        0.04::decimal(18, 8) as model_bias_share, -0.2::decimal(18, 8) as last_year_bias_share,
        null::decimal(18, 8) as class_average_bias_share, 0.5::decimal(12, 8) as inside_50_share,
        0.875::decimal(12, 8) as inside_90_share, 'the errors' as recommendation_reason
    from (values ('corporate', 'key'), ('corporate', 'all'), ('individual', 'key')) as t (type, class);
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return published_home(tmp_path, ("demo",), TABLES)


def printed(home: Home, customer: str) -> str:
    out = Console(file=StringIO(), width=200)
    print_lifetime_value(home, customer, out)
    return out.file.getvalue()


def test_text_tells_value_inputs_usage_path_models_and_errors(home: Home) -> None:
    assert printed(home, "7") == (
        "Customer 7 of demo: corporate, class key\n"
        "published v1, batch b, as of 2025-12-31; models fitted to data up to 2025-12-31\n"
        "\n"
        "Lifetime value in CNY\n"
        "    finite        1,000.00: 60 months at 10.0 % a year\n"
        "    undiscounted  1,500.00: 60 months\n"
        "    perpetuity    2,000.00: without end, discounted alike\n"
        "    50 % of outcomes of the finite value lie between 999.00 and 1,001.00\n"
        "    90 % of outcomes of the finite value lie between 998.00 and 1,002.00\n"
        "    the interval rests on empirical residuals, and on when the relationship may end\n"
        "\n"
        "What it brings in a month before tax; tax leaves 75.0 %\n"
        "    Term loan, 12 months\n"
        "        margin 30.00 on a balance of 1,000.00, means of 3 months\n"
        "        trend of the balance +5.00 a month, of the margin -0.25\n"
        "        expected loss 2.00; it ends, as the margin does, with a default, 0.25 % a month\n"
        "        fees less refunds and operating cost -9.00\n"
        "        matures in 28 months\n"
        "    Current account, 12 months\n"
        "        fees less refunds and operating cost 4.00\n"
        "    not by account, 12 months\n"
        "        fees less refunds and operating cost -20.00\n"
        "\n"
        "Usage\n"
        "    104 transactions (x) since 2023-07-01, the last on day 906 (t_x) of 914 (T); 36 in the last 12 months\n"
        "    still in use with probability 99.1 %\n"
        "\n"
        "Expected path: the relationship lasts 47.5 of 60 months; 0.90 of a trend comes true\n"
        "    year 1: open at its end 90.0 %, brings 100.00\n"
        "    year 2: open at its end 80.0 %, brings 200.00\n"
        "\n"
        "Models\n"
        "    usage of corporate: pareto_nbd, derived, 300 observations\n"
        "        r 0.8 (0.4 to 1.6)\n"
        "    relationship of corporate: constant_hazard, derived, 300 observations: few\n"
        "        monthly_hazard 0.005 (0.0025 to 0.01) fraction per month\n"
        "    contract of Term loan: sbg, derived, 300 observations\n"
        "        alpha 0.5 (0.25 to 1)\n"
        "\n"
        "How wrong such values have been\n"
        "    200 forecasts of corporate, all classes, fitted 2024-03-31 to 2024-12-31, beside the 12 months that came "
        "after\n"
        "    model: mean absolute error 12.00, in all 4.0 % too high\n"
        "    last year carried forward: mean absolute error 11.00, in all 20.0 % too low\n"
        "    class average: mean absolute error 15.00\n"
        "    inside the 50 % interval 50.0 %, inside the 90 % interval 87.5 %\n"
        "    recommended: 1,234.50 by last year carried forward; the errors\n"
    )


def test_a_closed_customer_is_worth_nothing_and_the_day_is_told(home: Home) -> None:
    text = printed(home, "8")
    assert "    finite        0.00: 60 months" in text
    assert text.endswith("    reason: closed on 2025-03-04\n")


def test_parameters_are_those_of_its_type_products_and_fit(home: Home) -> None:
    found = read_lifetime_value(home, "7")
    assert [(row["scope_code"], row["segment_code"], row["estimate"]) for row in found.parameters] == [
        ("usage", "corporate", 0.8),
        ("relationship", "corporate", 0.005),
        ("contract", "71", 0.5),
    ]
    assert found.holdout is not None
    assert found.holdout["customer_type"] == "corporate"


@pytest.mark.parametrize(
    ("customer", "message"),
    [
        ("9", "customer 9 has no lifetime value: it joins after the last month end of the batch, as of 2025-12-31"),
        ("10", "customer 10 is not in the published batch of demo"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(home: Home, customer: str, message: str) -> None:
    with pytest.raises(ExplainError) as raised:
        read_lifetime_value(home, customer)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ExplainError, match="warehouse run --source SOURCE publishes a batch"):
        read_lifetime_value(Home(tmp_path), "7")
