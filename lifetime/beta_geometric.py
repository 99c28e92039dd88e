"""BG/NBD (Fader, Hardie & Lee 2005) and MBG/NBD (Batislam, Denizel & Filiztekin 2007).

Poisson purchases with lambda ~ Gamma(r, alpha); after a purchase the customer leaves with probability p ~ Beta(a, b).
In MBG/NBD the first purchase (at time 0) counts as well. With n = x (BG) or x + 1 (MBG) chances to leave:
    L = Gamma(r+x) alpha^r / (Gamma(r) B(a, b))
        * { B(a, b+n) (alpha+T)^-(r+x) + [n > 0] B(a+1, b+n-1) (alpha+t_x)^-(r+x) }
Given alive: lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+n), independently.
"""

import numpy as np
from scipy.special import betainc, betaln, digamma, gammaln

from lifetime.chebyshev import blocks, counted, fitted
from lifetime.estimation import FloatArray
from lifetime.observations import Histories

NAMES = ("r", "alpha", "a", "b")
SCALES = {"alpha"}


def starts(rate: float) -> list[tuple[float, ...]]:
    """Starting points for a unit of time that equals the mean age; rate: transactions per unit of time."""
    return [(0.5, 0.5 / rate, 0.5, 2.0), (2.0, 2.0 / rate, 1.0, 5.0), (1.0, 0.3 / rate, 2.0, 2.0)]


def log_likelihood(theta: FloatArray, rows: Histories, at_first: int) -> tuple[float, FloatArray]:
    """Sum over the rows and its gradient by the log parameters; at_first: 1 where the first purchase counts, else 0."""
    r, alpha, a, b = np.exp(theta)
    x = rows.counts
    n = x + at_first
    dead_factor = np.where(n > 0, np.log(a) - np.log(np.maximum(b + n - 1, 1e-300)), -np.inf)
    log_last, log_age = np.log(alpha + rows.last.time), np.log(alpha + rows.age.time)
    last = dead_factor[rows.last.count] - (r + x)[rows.last.count] * log_last
    end = -(r + x)[rows.age.count] * log_age
    dead, alive = last[rows.last.row], end[rows.age.row]
    both = np.logaddexp(dead, alive)
    dead_mass = rows.weights * np.exp(dead - both)
    on_last = np.bincount(rows.last.row, dead_mass, len(last))
    on_age = np.bincount(rows.age.row, rows.weights - dead_mass, len(end))
    total = rows.weights.sum()
    beta = betaln(a, b + n) - betaln(a, b)
    value = rows.total @ (gammaln(r + x) - gammaln(r) + beta) + total * r * theta[1] + rows.weights @ both
    by_r = rows.total @ (digamma(r + x) - digamma(r)) + total * theta[1] - on_last @ log_last - on_age @ log_age
    by_alpha = total * r / alpha - on_last @ ((r + x)[rows.last.count] / (alpha + rows.last.time))
    by_alpha -= on_age @ ((r + x)[rows.age.count] / (alpha + rows.age.time))
    sums = digamma(a + b) - digamma(a + b + n)
    by_a = rows.total @ sums + on_last.sum() / a
    by_b = rows.total @ (digamma(b + n) - digamma(b) + sums)
    by_b -= on_last[n[rows.last.count] > 0] @ (1 / (b + n - 1)[rows.last.count[n[rows.last.count] > 0]])
    return float(value), np.array([by_r, by_alpha, by_a, by_b]) * np.exp(theta)


def probability_alive(theta: FloatArray, x: FloatArray, t_x: FloatArray, age: FloatArray, at_first: int) -> FloatArray:
    """P(alive) of each row; in BG/NBD 1 for who has not come back yet."""
    r, alpha, a, b = np.exp(theta)
    result = np.empty_like(age)
    for part in blocks(len(x)):
        k, n = r + x[part], x[part] + at_first
        falls = np.exp(k * np.log((alpha + t_x[part]) / (alpha + age[part])))
        dead = a / (b + np.maximum(n, 1) - 1)
        result[part] = np.where(n > 0, falls / (falls + dead), 1.0)
    return result


def moment_if_alive(
    theta: FloatArray, x: FloatArray, age: FloatArray, horizon: float, at_first: int, power: int = 1
) -> FloatArray:
    """E[Y] or, with power 2, E[Y^2] of the transactions within the horizon of who is alive at its age.

    Y is the smaller of a negative binomial count P and a beta-geometric number N of the purchase that ends it:
    E[Y] = sum P(P >= j) P(N >= j), E[Y^2] = sum (2j - 1) P(P >= j) P(N >= j), positive terms to the last bit.
    With share = h / (alpha+T+h) = 1 - exp(-u), log(E / share) is analytic in u: one series per count.
    """
    alpha = np.exp(theta[1])
    result = np.zeros_like(age)
    if horizon == 0:
        return result

    def to_u(t: FloatArray) -> FloatArray:
        return np.asarray(np.log1p(horizon / (alpha + t)))

    def of_count(count: FloatArray, u: FloatArray) -> FloatArray:
        share = -np.expm1(-u)
        return np.asarray(np.log(_sums(theta, count, share, at_first)[power - 1] / share))

    series = fitted(of_count, counted(x), to_u, age)
    for part in blocks(len(x)):
        u = to_u(age[part])
        result[part] = horizon / (alpha + age[part] + horizon) * np.exp(series.at(part, u))
    return result


def _sums(theta: FloatArray, x: FloatArray, share: FloatArray, at_first: int) -> tuple[FloatArray, FloatArray]:
    """E[Y] and E[Y^2] where share > 0 of the time until the horizon, the prior's alpha included, lies ahead."""
    r, _, a, b = np.exp(theta)
    first, second = np.zeros_like(x), np.zeros_like(x)
    at = np.arange(len(x))
    k, shape = r + x, b + x + at_first
    log_mass = k * np.log1p(-share)  # log P(P = j), j = 0
    tail = -np.expm1(log_mass)  # P(P >= j), j = 1
    stays = np.ones_like(k)  # P(N >= j), j = 1
    j = 1
    while len(at):
        term = tail * stays
        first[at] += term
        second[at] += (2 * j - 1) * term
        log_mass = log_mass + np.log((k + j - 1) / j * share)
        tail = np.maximum(tail - np.exp(log_mass), 0)
        stays = stays * (shape + j - 1) / (a + shape + j - 1)
        j += 1
        if j % 8 == 0:
            keep = (tail > 1e-13) & ((2 * j - 1) * tail * stays > 1e-13 * second[at])
            at, k, shape, share = at[keep], k[keep], shape[keep], share[keep]
            log_mass, tail, stays = log_mass[keep], tail[keep], stays[keep]
    return first, second


def below_if_alive(
    theta: FloatArray, n: FloatArray, x: FloatArray, age: FloatArray, horizon: float, at_first: int
) -> FloatArray:
    """P(Y <= n) of who is alive: 1 - P(P > n) P(N > n)."""
    r, alpha, a, b = np.exp(theta)
    shape = b + x + at_first
    more = betainc(n + 1, r + x, horizon / (alpha + age + horizon))
    stays = np.exp(betaln(a, shape + n) - betaln(a, shape))
    return np.asarray(1 - more * stays)


def expected_of_new(theta: FloatArray, horizon: FloatArray, at_first: int) -> FloatArray:
    """E[Y(h)] of a new customer, (horizons,)."""
    result = np.zeros_like(horizon)
    share = horizon / (np.exp(theta[1]) + horizon)
    at = np.flatnonzero(share > 0)
    zero = np.zeros_like(share[at])
    result[at] = _sums(theta, zero, share[at], at_first)[0]
    nothing = np.zeros(1)
    return np.asarray(result * probability_alive(theta, nothing, nothing, nothing, at_first))
