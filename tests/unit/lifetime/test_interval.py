"""Quantiles of an outcome against a brute-force simulation of the same law, and the laws themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifetime.interval import ResidualLaw, empirical_law, months_paid, normal_law, outcome_quantiles

PROBABILITIES = (0.05, 0.25, 0.75, 0.95)
LAW = empirical_law(np.random.default_rng(5).exponential(1.0, 400) - 1.0)


def simulated(
    path: np.ndarray, survival: np.ndarray, factors: np.ndarray, scale: float, law: ResidualLaw
) -> np.ndarray:
    """Quantiles of 400,000 outcomes: draw the month of closing, then the residual."""
    random = np.random.default_rng(17)
    size = 400_000
    paid = (random.random((size, 1)) < survival).sum(axis=1)
    mean = np.concatenate([[0.0], np.cumsum(path * factors)])
    width = np.concatenate([[0.0], np.cumsum(factors)])
    z = np.interp(random.random(size), law.probability, law.value)
    return np.quantile(mean[paid] + scale * width[paid] * z, PROBABILITIES)


@pytest.mark.parametrize("law", [LAW, normal_law()], ids=["empirical", "normal"])
@pytest.mark.parametrize("hazard", [0.01, 0.2])
def test_quantiles_are_those_of_a_simulation(law: ResidualLaw, hazard: float) -> None:
    # one draw against falling thresholds gives the months paid their distribution: P(paid >= k) = S(k)
    horizon = 12
    path = np.linspace(100.0, 50.0, horizon)
    survival = (1 - hazard) ** np.arange(1.0, horizon + 1)
    factors = 1.01 ** -np.arange(1.0, horizon + 1)
    found = outcome_quantiles(path[None], survival[None], factors, [30.0], law, PROBABILITIES)[0]
    assert found == pytest.approx(simulated(path, survival, factors, 30.0, law), abs=4.0)


def test_months_paid_by_hand() -> None:
    assert months_paid(np.array([[0.9, 0.72]])) == pytest.approx(np.array([[0.1, 0.18, 0.72]]))


def test_without_noise_the_outcome_is_where_closing_leaves_it() -> None:
    # 10 a month, three months: 0 with .2, 10 with .1, 20 with .1, 30 with .6
    survival = np.array([[0.8, 0.7, 0.6]])
    found = outcome_quantiles(np.full((1, 3), 10.0), survival, np.ones(3), [0.0], normal_law(), (0.1, 0.25, 0.35, 0.5))
    assert found[0] == pytest.approx([0.0, 10.0, 20.0, 30.0], abs=1e-6)


def test_a_normal_residual_by_hand() -> None:
    # nobody leaves: 2 months of 10, sigma 3 x 2 months: 20 +- 1.6449 x 6
    found = outcome_quantiles(
        np.full((1, 2), 10.0), np.ones((1, 2)), np.ones(2), [3.0], normal_law(), (0.05, 0.5, 0.95)
    )
    assert found[0] == pytest.approx([20 - 9.869, 20.0, 20 + 9.869], abs=0.01)


def test_nobody_has_no_quantiles() -> None:
    assert outcome_quantiles(np.empty((0, 2)), np.empty((0, 2)), np.ones(2), [], normal_law(), (0.5,)).shape == (0, 1)


def test_few_residuals_are_no_law() -> None:
    assert empirical_law(np.zeros(49)) is None
    assert empirical_law([]) is None


def test_equal_residuals_are_a_step() -> None:
    law = empirical_law(np.full(60, 2.0))
    assert law is not None
    assert law.cumulative(np.array([1.9, 2.1])).tolist() == [0.0, 1.0]
    assert law.quantile(0.5) == pytest.approx(2.0)


def test_a_residual_that_is_not_a_number_is_named() -> None:
    with pytest.raises(ValueError, match="residuals: row 3"):
        empirical_law([0.0, 0.0, 0.0, np.nan] * 20)


@given(
    st.lists(st.floats(-1e5, 1e5), min_size=5, max_size=5),
    st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5),
    st.floats(0, 1e5),
)
def test_quantiles_ascend_and_keep_their_probability(path: list[float], stay: list[float], scale: float) -> None:
    survival = np.cumprod(np.array([stay]), axis=1)
    found = outcome_quantiles(np.array([path]), survival, np.ones(5), [scale], normal_law(), PROBABILITIES)[0]
    assert (np.diff(found) >= 0).all()
    size = np.abs(path).sum() + 30 * scale
    weight = months_paid(survival)[0]
    centre, width = np.concatenate([[0.0], np.cumsum(path)]), scale * np.arange(6.0)
    for quantile, probability in zip(found, PROBABILITIES, strict=True):
        top = quantile + 1e-8 * size + 1e-9
        below = sum(
            w * (float(normal_law().cumulative(np.array([(top - c) / s]))[0]) if s > 0 else float(top >= c))
            for w, c, s in zip(weight, centre, width, strict=True)
        )
        assert below >= probability - 1e-6
