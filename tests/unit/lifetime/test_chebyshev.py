"""Series per count against the same function row by row, and the integral behind it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifetime import beta_geometric, chebyshev, pareto_nbd
from lifetime.usage import stored_usage
from tests.unit.lifetime.test_usage_properties import MODELS, log_integral, simulated

SHAPES = st.floats(0.05, 8)
TIMES = st.floats(1e-2, 1e5)


def of_many(seed: int, customers: int = 1500) -> tuple[np.ndarray, ...]:
    """Histories of which a hundred come thousands of times."""
    x, t_x, age = (np.asarray(values, dtype=float) for values in simulated(customers, seed))
    x[:100] = np.where(x[:100] > 0, 5000.0, 0.0)
    return x, t_x, age


@settings(max_examples=25, deadline=None)
@given(
    model=st.sampled_from(MODELS), params=st.tuples(SHAPES, TIMES, SHAPES, TIMES), seed=st.integers(0, 1000),
    horizon=st.sampled_from([0.01, 30.0, 5000.0]),
)  # fmt: skip
def test_scores_of_many_rows_are_those_row_by_row(model, params, seed, horizon):
    names = pareto_nbd.NAMES if model == "pareto_nbd" else beta_geometric.NAMES
    if model != "pareto_nbd":  # b is a shape, not a time
        params = (*params[:3], min(params[3], 50.0))
    found = stored_usage(model, dict(zip(names, params, strict=True)))
    history = of_many(seed)
    alive = found.probability_alive(*history)
    expected = found.conditional_expected_transactions(horizon, *history)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chebyshev, "SIZES", ())
        assert alive == pytest.approx(found.probability_alive(*history), rel=1e-9, abs=1e-300)
        row_by_row = found.conditional_expected_transactions(horizon, *history)
    assert expected == pytest.approx(row_by_row, rel=1e-9, abs=1e-300)


@settings(max_examples=10, deadline=None)
@given(params=st.tuples(st.floats(0.2, 4), st.floats(1, 400), st.floats(0.2, 4), st.floats(1, 400)))
def test_probability_alive_is_that_of_the_integrals(params):
    """P(alive) = (alpha+T)^-(r+x) (beta+T)^-s / (s K(r+x, s+1, t_x) + (r+x) K(r+x+1, s, T))."""
    r, alpha, s, beta = params
    history = of_many(1)
    alive = stored_usage("pareto_nbd", dict(zip(pareto_nbd.NAMES, params, strict=True))).probability_alive(*history)
    for row in range(0, 1500, 75):
        x, t_x, age = (values[row] for values in history)
        dead = np.log(s) + log_integral(*params, x, t_x, 0)
        end = np.log(r + x) + log_integral(*params, x, age, 1)
        of_alive = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
        assert alive[row] == pytest.approx(np.exp(of_alive - np.logaddexp(dead, end)), rel=1e-8, abs=1e-300)


def test_what_is_not_smooth_is_computed_row_by_row():
    """|u - 0.3| has no short series; cos(20 u) needs a longer one than exp(u)."""
    random = np.random.default_rng(4)
    x, t = random.integers(0, 3, 5000).astype(float), random.uniform(0, 2, 5000)

    def kinds(count, u):
        return np.select([count == 0, count == 1], [np.exp(u), np.cos(20 * u)], np.abs(u - 0.3))

    series = chebyshev.fitted(kinds, chebyshev.counted(x), lambda times: times, t)
    assert len(series.tables) == 2
    assert (series.exact_rows == np.flatnonzero(x == 2)).all()
    values = np.concatenate([series.at(part, t[part]) for part in chebyshev.blocks(5000)])
    assert values == pytest.approx(kinds(x, t), abs=1e-12)


def test_one_time_alone_needs_one_coefficient():
    """The square root has no value on one side of the only u."""
    x, t = np.zeros(100), np.zeros(100)
    series = chebyshev.fitted(lambda count, u: 3 + np.sqrt(u), chebyshev.counted(x), lambda times: times, t)
    assert [table.shape for table in series.tables] == [(1, 1)]
    assert series.at(slice(0, 100), t) == pytest.approx(np.full(100, 3.0))
