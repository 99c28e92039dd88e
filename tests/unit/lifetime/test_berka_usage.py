"""Usage of a real bank: fitted to ten months, judged on the four that came after. What comes out is told, not tuned.

In these ten months nobody falls silent, so the death rate of every usage model runs to its bound: the fit says so and
the mart falls back to a constant rate. January 1994 alone has three times the transactions of any month before (a habit
of this bank's customers that ten months cannot show): the four months bring 11,474 transactions, twice what anybody
would have expected of the past.
"""

import numpy as np
import pandas as pd
import pytest

from lifetime import USAGE_MODELS, UsageFit, fit
from lifetime.holdout import judge
from tests.conftest import BERKA, needs_berka

pytestmark = needs_berka

FIT_DATE, OUTCOME_DATE = pd.Timestamp("1993-10-31"), pd.Timestamp("1994-02-28")
HORIZON_DAYS = (OUTCOME_DATE - FIT_DATE).days


@pytest.fixture(scope="module")
def histories() -> pd.DataFrame:
    """Frequency, recency and age in days at the fit date, and transactions since, by owner of an account."""
    read = {"sep": ";", "dtype": str}
    owners = pd.read_csv(BERKA / "disp.asc", **read).query("type == 'OWNER'")
    accounts = pd.read_csv(BERKA / "account.asc", **read).merge(owners, on="account_id")
    accounts["origin"] = pd.to_datetime("19" + accounts["date"])
    origin = accounts[accounts["origin"] <= FIT_DATE].groupby("client_id")["origin"].min().rename("origin")
    trans = pd.read_csv(BERKA / "trans.asc", **read).merge(owners, on="account_id").merge(origin, on="client_id")
    # what stg_berka__transaction takes for the customer's own
    trans = trans[
        trans["operation"].isin(["VKLAD", "VYBER", "VYBER KARTOU"]) & ~trans["k_symbol"].isin(["SANKC. UROK", "SLUZBY"])
    ]
    trans["day"] = pd.to_datetime("19" + trans["date"])
    past = trans[(trans["day"] > trans["origin"]) & (trans["day"] <= FIT_DATE)].groupby("client_id")["day"]
    since = trans[(trans["day"] > FIT_DATE) & (trans["day"] <= OUTCOME_DATE)].groupby("client_id").size()
    table = pd.DataFrame({"origin": origin})
    table["frequency"] = past.size().reindex(table.index, fill_value=0)
    table["recency"] = (past.max().reindex(table.index) - table["origin"]).dt.days.fillna(0)
    table["age"] = (FIT_DATE - table["origin"]).dt.days
    table["actual"] = since.reindex(table.index, fill_value=0)
    return table


@pytest.fixture(scope="module")
def fits(histories: pd.DataFrame) -> dict[str, UsageFit]:
    return {model: fit(model, *(histories[name] for name in ("frequency", "recency", "age"))) for model in USAGE_MODELS}


def test_the_histories_are_those_of_the_connector(histories: pd.DataFrame) -> None:
    assert (len(histories), histories["frequency"].sum(), histories["actual"].sum()) == (933, 7_903, 11_474)


def test_a_model_of_usage_that_ends_says_that_nothing_ends_here(fits: dict[str, UsageFit]) -> None:
    for found in fits.values():
        assert not found.converged
        assert "ran to the bound" in (found.reason or "")


def test_rates_forecast_half_of_what_came_and_no_forecast_is_much_better(
    histories: pd.DataFrame, fits: dict[str, UsageFit]
) -> None:
    """Without an end both models are the NBD (Ehrenberg 1959): a rate shrunk to the mean, (r + x) / (alpha + T)."""
    rate = fits["pareto_nbd"].params
    shrunk = (rate["r"] + histories["frequency"]) / (rate["alpha"] + histories["age"]) * HORIZON_DAYS
    own = histories["frequency"] / histories["age"] * HORIZON_DAYS
    model, naive = judge(histories["actual"], shrunk), judge(histories["actual"], own)
    assert (round(model.expected), round(naive.expected)) == (5_756, 5_417)
    assert model.bias_share == pytest.approx(-0.498, abs=0.001)
    assert naive.bias_share == pytest.approx(-0.528, abs=0.001)
    assert model.mean_absolute_error == pytest.approx(6.555, abs=0.001)
    assert naive.mean_absolute_error == pytest.approx(6.716, abs=0.001)
    assert np.isclose(judge(histories["actual"], np.zeros(933)).mean_absolute_error, 11_474 / 933)
