"""Usage models against numeric differences, the lifetimes package, simulated truth and senseless observations."""

import lifetimes
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.polynomial.legendre import leggauss

from lifetime import beta_geometric, fit, pareto_nbd
from lifetime.observations import group
from lifetime.usage import stored_usage
from lifetime.usage_segments import fit_segments

MODELS = ["bg_nbd", "mbg_nbd", "pareto_nbd"]
THEIRS = {
    "bg_nbd": lifetimes.BetaGeoFitter,
    "mbg_nbd": lifetimes.ModifiedBetaGeoFitter,
    "pareto_nbd": lifetimes.ParetoNBDFitter,
}
SHAPES = st.floats(0.2, 4)
TIMES = st.floats(1, 400)


def simulated(customers: int, seed: int, shape: float = 0.8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pareto/NBD with r = shape, alpha = 10, s = 0.7, beta = 40."""
    random = np.random.default_rng(seed)
    age = random.uniform(30, 200, customers)
    watched = np.minimum(age, random.exponential(1 / random.gamma(0.7, 1 / 40, customers)))
    x = random.poisson(random.gamma(shape, 1 / 10, customers) * watched)
    return x, np.where(x > 0, watched * random.beta(np.maximum(x, 1), 1), 0), age


def log_likelihood(model, theta, rows):
    if model == "pareto_nbd":
        return pareto_nbd.log_likelihood(theta, rows)
    return beta_geometric.log_likelihood(theta, rows, int(model == "mbg_nbd"))


def log_integral(r, alpha, s, beta, x, t, shift):
    """log K by 800 panels of 40 nodes in log(min(alpha, beta) + y)."""
    nodes, shares = leggauss(40)
    low, gap = min(alpha, beta), abs(alpha - beta)
    a, b = r + x + shift, s + 1 - shift
    begin = np.log(low + t)
    width = (60 + (b if alpha < beta else a) * np.log1p(gap / (low + t))) / (a + b - 1)
    edges = np.unique(begin + np.concatenate([[0], np.geomspace(1e-7, 1, 400), np.linspace(0, 1, 400)]) * width)
    left, right = edges[:-1, None], edges[1:, None]
    v = (left + right) / 2 + (right - left) / 2 * nodes
    logs = -a * np.log(alpha - low + np.exp(v)) - b * np.log(beta - low + np.exp(v)) + v
    return logs.max() + np.log((np.exp(logs - logs.max()) * shares * (right - left) / 2).sum())


@settings(max_examples=60, deadline=None)
@given(
    r=SHAPES, s=SHAPES, alpha=TIMES, beta=TIMES, same=st.booleans(),
    x=st.sampled_from([0, 1, 7, 60, 2000]), t=st.sampled_from([0, 3, 100, 10_000]), shift=st.sampled_from([0, 1]),
)  # fmt: skip
def test_the_integral_of_pareto_nbd_is_exact(r, s, alpha, beta, same, x, t, shift):
    beta = alpha if same else beta
    theta = np.log([r, alpha, s, beta])
    value, _ = pareto_nbd.log_k(theta, np.array([float(x)]), np.array([float(t)]), shift)
    expected = log_integral(*np.exp(theta), x, t, shift)
    assert value[0] == pytest.approx(expected, abs=1e-10 * max(1, abs(expected)))


@settings(max_examples=30, deadline=None)
@given(model=st.sampled_from(MODELS), params=st.tuples(SHAPES, TIMES, SHAPES, TIMES), seed=st.integers(0, 1000))
def test_gradients_agree_with_differences(model, params, seed):
    rows = group(*(np.asarray(v, dtype=float) for v in simulated(30, seed)))
    theta = np.log(params)
    _, gradient = log_likelihood(model, theta, rows)
    steps = 1e-5 * np.eye(4)
    numeric = [
        (log_likelihood(model, theta + e, rows)[0] - log_likelihood(model, theta - e, rows)[0]) / 2e-5 for e in steps
    ]
    assert gradient == pytest.approx(numeric, rel=1e-5, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    model=st.sampled_from(MODELS), params=st.tuples(SHAPES, TIMES, SHAPES, TIMES), seed=st.integers(0, 1000),
    customers=st.sampled_from([25, 2000]),
)  # fmt: skip
def test_scores_are_those_of_lifetimes(model, params, seed, customers):
    assume(abs(params[2] - 1) > 0.05)  # there lifetimes divides two differences that vanish
    history = simulated(customers, seed)
    names = pareto_nbd.NAMES if model == "pareto_nbd" else beta_geometric.NAMES
    ours, theirs = stored_usage(model, dict(zip(names, params, strict=True))), THEIRS[model]()
    theirs.params_ = ours.params
    alive = theirs.conditional_probability_alive(*history)
    usable = np.isfinite(alive)
    assert ours.probability_alive(*history)[usable] == pytest.approx(alive[usable], rel=1e-6, abs=1e-9)
    expected = theirs.conditional_expected_number_of_purchases_up_to_time(50.0, *history)
    usable = np.isfinite(expected)
    ours_expected = ours.conditional_expected_transactions(50.0, *history)[usable]
    assert ours_expected == pytest.approx(expected[usable], rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("model", MODELS)
def test_the_likelihood_of_a_fit_is_no_lower_than_that_of_lifetimes(model):
    history = simulated(400, 7)
    ours, theirs = fit(model, *history), THEIRS[model]().fit(*history)
    names = list(ours.params)
    rows = group(*(np.asarray(v, dtype=float) for v in history))
    reached, _ = log_likelihood(model, np.log(theirs.params_[names].to_numpy()), rows)
    assert ours.converged
    assert ours.log_likelihood >= reached - 1e-6


@pytest.mark.parametrize("model", MODELS)
def test_order_and_repetition_of_rows_do_not_matter(model):
    x, t_x, age = simulated(300, 3)
    plain = fit(model, x, t_x, age)
    order = np.random.default_rng(1).permutation(300)
    assert fit(model, x[order], t_x[order], age[order]).params == pytest.approx(plain.params, rel=1e-9)
    weighted = fit(model, x, t_x, age, weights=np.full(300, 3))
    tripled = fit(model, *(np.tile(values, 3) for values in (x, t_x, age)))
    assert weighted.params == pytest.approx(tripled.params, rel=1e-9)
    assert weighted.log_likelihood == pytest.approx(3 * plain.log_likelihood, rel=1e-10)


def test_a_thinned_search_ends_where_the_whole_one_does():
    history = simulated(30_000, 11)
    found = fit("pareto_nbd", *history)
    rows = group(*(np.asarray(v, dtype=float) for v in history))
    value, gradient = pareto_nbd.log_likelihood(found.theta, rows)
    assert found.converged
    assert value == pytest.approx(found.log_likelihood, abs=1e-6)
    assert np.abs(gradient).max() < 0.05  # of 30,000 customers


def test_true_parameters_lie_inside_their_intervals():
    truth = {"r": 0.8, "alpha": 10, "s": 0.7, "beta": 40}
    inside = []
    for seed in range(6):
        bounds = fit("pareto_nbd", *simulated(3000, seed)).interval(0.95)
        inside += [low < truth[name] < high for name, (low, high) in bounds.items()]
    assert sum(inside) >= 20  # of 24; fewer than 20 happens in one of 200 runs


def test_several_horizons_are_the_single_ones_side_by_side():
    history = simulated(20, 5)
    for model in MODELS:
        found = fit(model, *simulated(300, 3))
        both = found.conditional_expected_transactions([10.0, 70.0], *history)
        assert both[:, 1] == pytest.approx(found.conditional_expected_transactions(70.0, *history))
        assert (found.conditional_expected_transactions(0.0, *history) == 0).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("history", "words"),
    [
        (([], [], []), "frequency is empty"),
        (([1, np.nan], [1, 1], [2, 2]), "frequency: row 1 .* not a finite number"),
        (([1], [-1], [2]), "recency: row 0 .* below 0"),
        (([1.5], [1], [2]), "frequency: row 0 .* whole number"),
        (([1, 1], [1, 3], [2, 2]), "age: row 1 .* less than the recency"),
        (([0], [1], [2]), "recency: row 0 .* frequency is 0"),
        (([1], [0], [2]), "recency: row 0 .* frequency is above 0"),
        (([0], [0], [0]), "age: row 0 .* nothing has been observed"),
        (([0, 1], [0], [1, 2]), "recency has 1 rows"),
    ],
)
def test_senseless_observations_are_refused_by_row(model, history, words):
    with pytest.raises(ValueError, match=words):
        fit(model, *history)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "history",
    [
        ([3], [20], [30]),
        ([0] * 50, [0] * 50, list(range(1, 51))),
        (list(range(1, 51)), list(range(1, 51)), list(range(1, 51))),
    ],
    ids=["one customer", "nobody repeats", "everybody comes daily"],
)
def test_what_determines_nothing_does_not_converge_and_says_why(model, history):
    found = fit(model, *history)
    assert not found.converged
    assert found.reason
    with pytest.raises(ValueError, match="has not converged"):
        found.total_interval(30.0, *history)


def test_few_customers_are_pooled_and_no_repeats_give_a_named_fallback():
    x, t_x, age = simulated(700, 2)
    types = np.array(["individual"] * 300 + ["corporate"] * 250 + ["public_body"] * 150)
    found = fit_segments(types, x, t_x, age, np.ones(700))
    assert {name: segment.fit_basis for name, segment in found.items()} == {
        "individual": "derived", "corporate": "derived", "public_body": "pooled",
    }  # fmt: skip
    assert found["public_body"].observations == 400
    assert found["public_body"].customers == 150
    silent = fit_segments(types, 0 * x, 0 * t_x, age, np.ones(700))
    assert {segment.model for segment in silent.values()} == {"constant_rate"}
    assert "nobody repeats" in silent["individual"].reason
