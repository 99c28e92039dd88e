"""Pareto/NBD (Schmittlein, Morrison & Colombo 1987): Poisson purchases until an exponential end.

Rates: lambda ~ Gamma(r, alpha), mu ~ Gamma(s, beta). With a = r + x (Fader & Hardie 2005, note 9):
    L = Gamma(a) alpha^r beta^s / Gamma(r)
        * { (alpha+T)^-a (beta+T)^-s + s int_{t_x}^{T} (alpha+y)^-a (beta+y)^-(s+1) dy }
Integration by parts turns the braces into a sum of two positive terms without cancellation,
    s K(a, s+1, t_x) + a K(a+1, s, T)   with   K(A, B, t) = int_t^inf (alpha+y)^-A (beta+y)^-B dy,
each of which needs only (x, t_x) or (x, T). With m = min(alpha, beta), p = A+B-1, z = |alpha-beta|/(m+t), E the
exponent of the larger of the two:
    K = (m+t)^-p int_0^inf exp(-p q) (1 + z exp(-q))^-E dq,
analytic in a strip of width 2 pi around the real axis: Gauss-Legendre in w = exp(-rate q), which flattens the decay.
"""

from functools import cache

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import betainc, digamma, gammaln

from lifetime.chebyshev import OfCount, blocks, counted, fitted
from lifetime.estimation import FloatArray
from lifetime.observations import Histories

NAMES = ("r", "alpha", "s", "beta")
SCALES = {"alpha", "beta"}  # parameters that carry the unit of time
NODES = (16, 20, 24, 32, 48, 64, 96, 160, 320, 640)
CELLS = 65_536  # integrand values at a time, so that they stay in the cache
# e^-36 is below the last bit of a double
LAST_FOLDING = 36.0
LIFETIME_NODES = 24


def starts(rate: float) -> list[tuple[float, ...]]:
    """Starting points for a unit of time that equals the mean age; rate: transactions per unit of time."""
    return [(0.5, 0.5 / rate, 0.5, 0.5), (2.0, 2.0 / rate, 0.5, 2.0), (1.0, 0.3 / rate, 2.0, 2.0)]


def log_likelihood(theta: FloatArray, rows: Histories) -> tuple[float, FloatArray]:
    """Sum over the rows and its gradient by the log parameters."""
    r, alpha, s, beta = np.exp(theta)
    x = rows.counts
    last, last_by = log_k(theta, x[rows.last.count], rows.last.time, 0)
    end, end_by = log_k(theta, x[rows.age.count], rows.age.time, 1)
    last = last + theta[2]
    end = end + np.log(r + x)[rows.age.count]
    dead, alive = last[rows.last.row], end[rows.age.row]
    both = np.logaddexp(dead, alive)
    dead_mass = rows.weights * np.exp(dead - both)
    on_last = np.bincount(rows.last.row, dead_mass, len(last))
    on_age = np.bincount(rows.age.row, rows.weights - dead_mass, len(end))
    n = rows.total.sum()
    value = rows.total @ (gammaln(r + x) - gammaln(r)) + n * (r * theta[1] + s * theta[3]) + rows.weights @ both
    gradient = on_last @ last_by + on_age @ end_by
    gradient[0] += rows.total @ (digamma(r + x) - digamma(r)) + n * theta[1]
    gradient[0] += on_age @ (1 / (r + x))[rows.age.count]
    gradient[1] += n * r / alpha
    gradient[2] += n * theta[3] + on_last.sum() / s
    gradient[3] += n * s / beta
    return float(value), gradient * np.exp(theta)


def log_k(theta: FloatArray, x: FloatArray, t: FloatArray, shift: int) -> tuple[FloatArray, FloatArray]:
    """log K(r+x+shift, s+1-shift, t) for every pair, and (pairs, 4) its derivatives by r, alpha, s, beta."""
    r, alpha, s, beta = np.exp(theta)
    p = r + s + x
    low = min(alpha, beta) + t
    z = abs(alpha - beta) / low
    is_alpha_low = alpha < beta
    power = np.full_like(x, s + 1 - shift) if is_alpha_low else r + x + shift
    value, mean_q, mean_log, mean_z = _log_integral(p, z, power)
    by_p = -np.log(low) - mean_q
    # z d log J / d z = -power mean_z; z falls as low rises, and rises with the larger parameter
    by_gap = -power * mean_z / max(abs(alpha - beta), 1e-300)
    if alpha == beta:
        by_gap = -power * (p / (p + 1)) / low
    by_low = -p / low + power * mean_z / low - by_gap
    by_alpha, by_beta = (by_low, by_gap) if is_alpha_low else (by_gap, by_low)
    by_r, by_s = (by_p, by_p - mean_log) if is_alpha_low else (by_p - mean_log, by_p)
    return value - p * np.log(low), np.stack([by_r, by_alpha, by_s, by_beta], axis=1)


def _log_integral(p: FloatArray, z: FloatArray, power: FloatArray) -> tuple[FloatArray, ...]:
    """log J, J the integral over q, and the means of q, log(1 + z exp(-q)) and its derivative by log z under it."""
    rate = _rate(p, z, power) / np.clip(np.ceil(6 * p), 4, 8)
    value, mean_q, mean_log, mean_z = (np.empty_like(p) for _ in range(4))
    needed = np.searchsorted(NODES, _nodes(rate, p, z, power)).clip(max=len(NODES) - 1)
    for kind in np.unique(needed):
        log_w, log_share = _gauss(NODES[kind])
        places = np.flatnonzero(needed == kind)
        chunk = CELLS // NODES[kind]
        for begin in range(0, len(places), chunk):
            at = places[begin : begin + chunk]
            q = -log_w / rate[at, None]
            decay = z[at, None] * np.exp(-q)
            log_one = np.log(1 + decay)
            density = np.exp(log_share - log_w - p[at, None] * q - power[at, None] * (log_one - np.log1p(z[at, None])))
            total = density.sum(axis=1)
            value[at] = np.log(total / rate[at]) - power[at] * np.log1p(z[at])
            mean_q[at] = np.einsum("ij,ij->i", density, q) / total
            mean_log[at] = np.einsum("ij,ij->i", density, log_one) / total
            mean_z[at] = np.einsum("ij,ij->i", density, decay / (1 + decay)) / total
    return value, mean_q, mean_log, mean_z


def _rate(p: FloatArray, z: FloatArray, power: FloatArray) -> FloatArray:
    """How fast the integrand decays: p, or where p is large the rate that reaches the last folding in time."""
    steep = np.maximum(p, 4)
    q = (LAST_FOLDING + power * np.log1p(z)) / steep
    for _ in range(8):  # Newton from the right of a convex function
        decay = z * np.exp(-q)
        fall = steep * q - power * (np.log1p(z) - np.log1p(decay))
        q = q - (fall - LAST_FOLDING) / (steep - power * decay / (1 + decay))
    return np.asarray(np.where(p > 4, LAST_FOLDING / q, p))


def _nodes(rate: FloatArray, p: FloatArray, z: FloatArray, power: FloatArray) -> FloatArray:
    """Nodes for twelve digits: the ellipse of analyticity ends where 1 + z w^(1/rate) = 0.

    That is beside q = ln z; the singularity counts for less where the integrand has fallen by then.
    """
    place = np.log(np.maximum(z, 1e-300))
    fallen = np.where(z > 1, p * place - power * (np.log1p(z) - np.log(2)), 0.0)
    log_radius = np.minimum(-rate * place, 30)
    singular = 2 * np.exp(log_radius + 1j * np.pi * np.minimum(rate, 1)) - 1
    root = np.sqrt(singular * singular - 1)
    log_rho = np.log(np.maximum(np.abs(singular + root), np.abs(singular - root)))
    digits = np.maximum(32 - np.maximum(fallen, 0), 0)
    nodes = digits / (2 * np.maximum(log_rho, 1e-3)) + 12
    # a large power of 1 + z exp(-q) is close to exp(-exp(q)), which grows where Im q > pi / 2
    return np.asarray(np.where((power > 10) & (z > 1), 4 * nodes, nodes))


@cache
def _gauss(count: int) -> tuple[FloatArray, FloatArray]:
    """Logarithms of the Gauss-Legendre nodes and weights on [0, 1]."""
    nodes, shares = leggauss(count)
    return np.asarray(np.log((nodes + 1) / 2)), np.asarray(np.log(shares / 2))


def probability_alive(theta: FloatArray, x: FloatArray, t_x: FloatArray, age: FloatArray) -> FloatArray:
    """P(alive) of each row.

    log J depends on the time by u = log(1 + z) alone, and is analytic in it where |Im u| < 2 pi: one series per count.
    """
    r, alpha, s, beta = np.exp(theta)
    low, gap = min(alpha, beta), abs(alpha - beta)
    counts = counted(x)

    def to_u(t: FloatArray) -> FloatArray:
        return np.asarray(np.log1p(gap / (low + t)))

    def log_j(shift: int) -> OfCount:
        def of_count(count: FloatArray, u: FloatArray) -> FloatArray:
            power = np.full_like(u, s + 1 - shift) if alpha < beta else r + count + shift
            return _log_integral(r + s + count, np.expm1(u), power)[0]

        return of_count

    last, end = fitted(log_j(0), counts, to_u, t_x), fitted(log_j(1), counts, to_u, age)
    result = np.empty_like(age)
    for part in blocks(len(x)):
        a, from_last, now = r + x[part], low + t_x[part], age[part]
        u = to_u(now)
        scale = (s if alpha < beta else a) * u
        dead = last.at(part, np.log1p(gap / from_last)) + (a + s) * np.log((low + now) / from_last)
        # the two terms of the likelihood over that of who is alive; past the largest double nobody is
        with np.errstate(over="ignore"):
            result[part] = 1 / (s * np.exp(dead + scale) + a * np.exp(end.at(part, u) + scale))
    return np.asarray(np.minimum(result, 1.0))


def mean_if_alive(theta: FloatArray, x: FloatArray, age: FloatArray, horizon: float | FloatArray) -> FloatArray:
    """E[Y] of the transactions within the horizon of who is alive at its age (Fader & Hardie 2005, equation 41)."""
    r, alpha, s, beta = np.exp(theta)
    result = np.empty_like(age)
    times = np.broadcast_to(horizon, age.shape)
    for part in blocks(len(x)):
        scale = beta + age[part]
        life = scale * _growth(1 - s, np.log1p(times[part] / scale))
        result[part] = (r + x[part]) / (alpha + age[part]) * life
    return result


def square_if_alive(theta: FloatArray, x: FloatArray, age: FloatArray, horizon: float) -> FloatArray:
    """E[Y^2]; given alive, lambda ~ Gamma(r+x, alpha+T), the remaining lifetime is Lomax(s, beta+T), independently."""
    r, alpha, s, beta = np.exp(theta)
    scale = beta + age
    u = np.log1p(horizon / scale)
    # E min(life, h)^2 = 2 int_0^h v S(v) dv with S(v) = (1 + v/scale)^-s
    second = 2 * scale**2 * (_growth(2 - s, u) - _growth(1 - s, u))
    k, rate = r + x, alpha + age
    return np.asarray(mean_if_alive(theta, x, age, horizon) + k * (k + 1) / rate**2 * np.maximum(second, 0))


def _growth(c: float, u: FloatArray) -> FloatArray:
    """(exp(c u) - 1) / c, and u where c is 0."""
    return np.asarray(np.expm1(c * u) / c) if c else u


def below_if_alive(theta: FloatArray, n: FloatArray, x: FloatArray, age: FloatArray, horizon: float) -> FloatArray:
    """P(Y <= n) of who is alive: a negative binomial, mixed over the end of the lifetime."""
    r, alpha, s, beta = np.exp(theta)
    k, rate = r + x, alpha + age

    def given(life: FloatArray) -> FloatArray:
        return np.asarray(betainc(k, n + 1, rate / (rate + life)))

    stays = np.exp(-s * np.log1p(horizon / (beta + age)))
    total = stays * given(np.full_like(age, horizon))
    for node, share in zip(*leggauss(LIFETIME_NODES), strict=True):
        survival = 1 - (1 - stays) * (node + 1) / 2
        total += (1 - stays) * share / 2 * given((beta + age) * np.expm1(-np.log(survival) / s))
    return np.asarray(total)


def expected_of_new(theta: FloatArray, horizon: FloatArray) -> FloatArray:
    """E[Y(h)] of a new customer, (horizons,)."""
    return mean_if_alive(theta, np.zeros_like(horizon), np.zeros_like(horizon), horizon)
