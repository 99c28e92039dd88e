"""What a customer is worth and why, as calm text."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from rich.console import Console

from orchestration.explain.lifetime_value import LifetimeExplanation
from orchestration.explain.published import Row
from orchestration.explain.wording import money

FIGURES = {"model": "model", "last_year": "last year carried forward", "class_average": "class average"}


def print_explanation(explanation: LifetimeExplanation, out: Console) -> None:
    """Head, value, what goes in, usage, path, models, and how wrong such values have been."""
    for text in _text(explanation):
        out.print(text, markup=False, soft_wrap=True)


def _text(explanation: LifetimeExplanation) -> Iterator[str]:
    value = explanation.value
    yield (
        f"Customer {value['customer_key']} of {value['source_system']}: {value['customer_type']}, "
        f"class {value['contribution_class']}"
    )
    yield (
        f"published v{explanation.publication.version}, batch {value['batch_id']}, as of {value['as_of_date']}; "
        f"models fitted to data up to {value['fit_date']}"
    )
    yield ""
    yield from _value(value)
    if explanation.usage is None:  # it has closed
        return
    if explanation.parts:
        yield from _parts(explanation.parts)
    yield from _usage(explanation.usage, value)
    yield from _path(explanation.path, value)
    yield from _parameters(explanation.parameters)
    if explanation.holdout:
        yield from _holdout(explanation.holdout, value)


def _value(value: Row) -> Iterator[str]:
    yield f"Lifetime value in {value['currency_code']}"
    yield f"    finite        {money(value['lifetime_value_finite_amount'])}: {_horizon(value)}"
    yield f"    undiscounted  {money(value['lifetime_value_undiscounted_amount'])}: {value['horizon_months']} months"
    yield f"    perpetuity    {money(value['lifetime_value_perpetuity_amount'])}: without end, discounted alike"
    if value["reason"]:
        yield f"    reason: {value['reason']}"
        return
    for level in (50, 90):
        low, high = (value[f"lifetime_value_{bound}_{level}_amount"] for bound in ("lower", "upper"))
        yield f"    {level} % of outcomes of the finite value lie between {money(low)} and {money(high)}"
    yield f"    the interval rests on {value['interval_basis']} residuals, and on when the relationship may end"


def _horizon(value: Row) -> str:
    return f"{value['horizon_months']} months at {_percent(value['discount_rate'])} a year"


def _parts(parts: list[Row]) -> Iterator[str]:
    yield ""
    yield f"What it brings in a month before tax; tax leaves {_percent(parts[0]['net_share'])}"
    for part in parts:
        name = "not by account" if part["product_key"] == -1 else part["product_name"] or str(part["product_key"])
        yield f"    {name}, {part['observed_months']} months"
        if part["balance_level_amount"]:
            yield (
                f"        margin {money(part['margin_level_amount'])} on a balance of "
                f"{money(part['balance_level_amount'])}, means of 3 months"
            )
            yield (
                f"        trend of the balance {_signed(part['balance_trend_amount'])} a month, of the margin "
                f"{_signed(part['margin_trend_amount'])}"
            )
        if part["loss_level_amount"]:
            yield (
                f"        expected loss {money(part['loss_level_amount'])}; it ends, as the margin does, "
                f"with a default, {100 * part['monthly_default_rate']:.2f} % a month"
            )
        yield f"        fees less refunds and operating cost {money(part['service_level_amount'])}"
        if part["remaining_months"] is not None:
            yield f"        matures in {part['remaining_months']} months"


def _usage(usage: Row, value: Row) -> Iterator[str]:
    yield ""
    yield "Usage"
    yield (
        f"    {usage['transaction_count']} transactions (x) since {usage['origin_date']}, the last on day "
        f"{usage['recency_days']} (t_x) of {usage['age_days']} (T); {usage['year_transaction_count']} in the last "
        f"{usage['observed_months']} months"
    )
    if value["alive_probability"] is None:
        yield "    no model of usage: it goes on as it is"
    else:
        yield f"    still in use with probability {_percent(value['alive_probability'])}"


def _path(path: list[Row], value: Row) -> Iterator[str]:
    yield ""
    remaining = f"{value['expected_remaining_months']:.1f} of {value['horizon_months']} months"
    yield f"Expected path: the relationship lasts {remaining}; {value['trend_factor']:.2f} of a trend comes true"
    for row in path:
        yield (
            f"    year {row['year_number']}: open at its end {_percent(row['survival_rate'])}, "
            f"brings {money(row['expected_amount'])}"
        )


def _parameters(parameters: list[Row]) -> Iterator[str]:
    yield ""
    yield "Models"
    for (scope, segment), group in groupby(parameters, key=lambda row: (row["scope_code"], row["segment_code"])):
        rows = list(group)
        first = rows[0]
        yield (
            f"    {scope} of {first['product_name'] or segment}: {first['model_code']}, {first['fit_basis']}, "
            f"{first['observations']} observations" + (f": {first['reason']}" if first["reason"] else "")
        )
        for row in rows:
            between = (
                f" ({row['lower_bound']:.6g} to {row['upper_bound']:.6g})" if row["lower_bound"] is not None else ""
            )
            unit = "" if row["unit"] == "none" else f" {row['unit']}"
            yield f"        {row['parameter_code']} {row['estimate']:.6g}{between}{unit}"


def _holdout(holdout: Row, value: Row) -> Iterator[str]:
    yield ""
    yield "How wrong such values have been"
    if holdout["model_mae_amount"] is None:
        yield f"    {holdout['recommendation_reason']}"
    else:
        judged = _cohort(holdout["judged_customer_type"], holdout["judged_contribution_class"])
        yield (
            f"    {holdout['forecast_count']} forecasts of {judged}, fitted {holdout['first_fit_date']} to "
            f"{holdout['last_fit_date']}, beside the {holdout['outcome_months']} months that came after"
        )
        for name, words in FIGURES.items():
            yield f"    {words}: mean absolute error {money(holdout[f'{name}_mae_amount'])}{_bias(holdout, name)}"
        yield (
            f"    inside the 50 % interval {_percent(holdout['inside_50_share'])}, inside the 90 % interval "
            f"{_percent(holdout['inside_90_share'])}"
        )
    figure = FIGURES[value["recommended_source"]]
    yield (
        f"    recommended: {money(value['recommended_lifetime_value_amount'])} by {figure}; "
        f"{holdout['recommendation_reason']}"
    )


def _bias(holdout: Row, name: str) -> str:
    share = holdout[f"{name}_bias_share"]
    return "" if share is None else f", in all {_percent(abs(share))} too {'high' if share > 0 else 'low'}"


def _cohort(customer_type: str, contribution_class: str) -> str:
    if customer_type == "all":
        return "all customers"
    return f"{customer_type}, " + ("all classes" if contribution_class == "all" else f"class {contribution_class}")


def _signed(amount: Decimal) -> str:
    return f"{amount:+,.2f}"


def _percent(share: Decimal | float) -> str:
    return f"{float(share):.1%}".replace("%", " %")
