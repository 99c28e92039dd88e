"""What a customer is expected to bring, month by month, and what that is worth today.

Month k (1 to horizon) is paid at its end. While the relationship is open, a part of it (a product of the customer)
brings in month k, after tax,
    c(k) = S_contract(k) 1[k <= remaining] (G(k) (margin(k) - loss) + service x usage(k)) x net share,
    margin(k) = margin + theta x trend x min(k + 1, trend months),
    G(k) = (1 - PD / 12)^(k - 1),
because the margin is a mean of the last three months and so one month old, and because expected loss, PD x LGD x EAD
a year (Basel Committee 2005, An explanatory note on the Basel II IRB risk weight functions), is that of an exposure
which has not yet defaulted: it can do so once, and earns nothing afterwards. A customer brings the sum of its parts
as long as it stays: S_relationship(k) x sum of c(k). This is the customer lifetime value of Gupta & Lehmann (2003,
Journal of Interactive Marketing 17:1) and Berger & Nasr (1998, ibid. 12:1) with a survival that depends on age.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from lifetime.estimation import FloatArray, checked

# Margin per month that a unit of balance can earn (12 % a year): the ratio of two small numbers says nothing.
LARGEST_MARGIN_RATE = 0.01
LARGEST_TREND_FACTOR = 2.0
# How far the factor of a bank is expected to lie from 1 before anything is known of it.
PRIOR_TREND_DEVIATION = 0.5
LARGEST_USAGE_FACTOR = 2.0


def monthly_rate(annual_rate: float) -> float:
    """The rate per month that compounds to an annual rate (fractions)."""
    if not annual_rate > -1:
        raise ValueError(f"annual_rate is {annual_rate}; give a fraction above -1, such as 0.10")
    return float((1 + annual_rate) ** (1 / 12) - 1)


def discount_factors(rate: float, horizon: int) -> FloatArray:
    """What 1 at the end of month 1 to horizon is worth today, (horizon,); rate per month."""
    if horizon < 1:
        raise ValueError(f"horizon is {horizon}; give at least one month")
    return np.asarray((1 + rate) ** -np.arange(1.0, horizon + 1))


def conditional_survival(alpha: ArrayLike, beta: ArrayLike, age: ArrayLike, horizon: int) -> FloatArray:
    """Open after 1 to horizon more months, given open at the age (months): (rows, horizon).

    Shifted-beta-geometric model (Fader & Hardie 2007): the hazard at age t is alpha / (alpha + beta + t - 1).
    A constant hazard h is alpha = h n, beta = (1 - h) n with n without bound. NaN in alpha: nothing ever closes.
    """
    start = checked("age", age, np.size(age))
    first, second = np.asarray(alpha, dtype=float), np.asarray(beta, dtype=float)
    months = start[:, None] + np.arange(float(horizon))
    hazard = first[:, None] / (first[:, None] + second[:, None] + months)
    return np.cumprod(1 - np.nan_to_num(hazard, nan=0.0), axis=1)


def bounded_trend(margin_trend: ArrayLike, balance_trend: ArrayLike) -> FloatArray:
    """Change of the margin per month (rows,), no more than LARGEST_MARGIN_RATE of the change of the balance."""
    change = checked("margin_trend", margin_trend, np.size(margin_trend), -np.inf)
    limit = LARGEST_MARGIN_RATE * np.abs(checked("balance_trend", balance_trend, len(change), -np.inf))
    return np.clip(change, -limit, limit)


def trend_extension(margin: ArrayLike, trend: ArrayLike, trend_months: float, horizon: int) -> FloatArray:
    """What the trend adds to the margin in month 1 to horizon, (rows, horizon).

    The trend goes on for trend_months and then the level stays. A margin that shrinks ends at 0: the balance behind
    it cannot fall below nothing.
    """
    level, slope = np.asarray(margin, dtype=float)[:, None], np.asarray(trend, dtype=float)[:, None]
    extra = slope * np.minimum(np.arange(2.0, horizon + 2), trend_months)
    return np.asarray(np.where(level * slope < 0, np.sign(slope) * np.minimum(np.abs(extra), np.abs(level)), extra))


def margin_path(margin: ArrayLike, extension: FloatArray, theta: ArrayLike) -> FloatArray:
    """Margin of month 1 to horizon, (rows, horizon), with theta (rows,) of the extension; it does not change its sign
    by shrinking."""
    level = np.asarray(margin, dtype=float)[:, None]
    path = level + np.asarray(theta, dtype=float)[:, None] * extension
    return np.where((level * path < 0) & (level * extension < 0), 0.0, path)


def sound_share(default_rate: ArrayLike, horizon: int) -> FloatArray:
    """P(no default before month 1 to horizon), (rows, horizon), at a default rate per month (rows,), 0 to 1."""
    rate = checked("default_rate", default_rate, np.size(default_rate))[:, None]
    return np.asarray((1 - np.minimum(rate, 1.0)) ** np.arange(float(horizon)))


def contract_path(
    margin: FloatArray,
    loss: ArrayLike,
    service: ArrayLike,
    usage: FloatArray,
    sound: FloatArray,
    survival: FloatArray,
    end: ArrayLike,
) -> FloatArray:
    """What a contract brings before tax in month 1 to horizon, given that the relationship is open: (rows, horizon).

    margin, usage, survival: (rows, horizon); so is sound, see sound_share: what has defaulted has neither margin nor
    loss any more, and its service goes on. end: months to its maturity, (rows,), infinite where it has none.
    A contract that has ended earns nothing, costs nothing and cannot fail.
    """
    months = np.arange(1.0, margin.shape[1] + 1)
    earned = (margin - np.asarray(loss, dtype=float)[:, None]) * sound
    monthly = earned + np.asarray(service, dtype=float)[:, None] * usage
    return np.asarray(monthly * survival * (months <= np.asarray(end, dtype=float)[:, None]))


def usage_factor(expected: FloatArray, recent_rate: ArrayLike) -> FloatArray:
    """Expected transactions of month 1 to horizon (rows, horizon) by those of a month so far (rows,), 0 to 2.

    Where there have been none the factor is 1: what a silent customer costs goes on.
    """
    rate = checked("recent_rate", recent_rate, np.size(recent_rate))[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(rate > 0, expected / rate, 1.0)
    return np.clip(factor, 0.0, LARGEST_USAGE_FACTOR)


def present_value(path: FloatArray, survival: FloatArray, factors: ArrayLike) -> FloatArray:
    """Sum over the months of path x survival of the relationship x discount factor: (rows,)."""
    return np.asarray((path * survival) @ np.asarray(factors, dtype=float))


def value_beyond(last: ArrayLike, retention: ArrayLike, rate: float, horizon: int, end: ArrayLike) -> FloatArray:
    """Value of the months after the horizon, (rows,): the last month carried on at its retention and discount.

    last: expected amount of month `horizon`, survival included. With q = retention / (1 + rate) per month it is
    last x (1 + rate)^-horizon x (q + q^2 + ... up to the end), without end last x ... x r / (1 + d - r) (Gupta &
    Lehmann 2003). NaN where the sum has no limit: nobody leaves and nothing is discounted.
    """
    ratio = np.asarray(retention, dtype=float) / (1 + rate)
    months = np.maximum(np.asarray(end, dtype=float) - horizon, 0.0)
    amount = np.asarray(last, dtype=float) * (1 + rate) ** -float(horizon)
    with np.errstate(divide="ignore", invalid="ignore"):
        annuity = np.where(ratio < 1, ratio * (1 - ratio**months) / (1 - ratio), months)
        value = np.where((amount == 0) | (months == 0), 0.0, amount * annuity)
    return np.where(np.isfinite(value), value, np.nan)


def trend_factor(actual: ArrayLike, level: ArrayLike, extension: ArrayLike) -> float:
    """theta: the part of the extended trend that came true, 0 to LARGEST_TREND_FACTOR; 1 where nothing is known.

    Over (rows,) customers of the past whose outcome is known, the ratio
    (sum of actual amounts - sum of those expected at a steady level) / (sum of what the trend was to add),
    drawn towards 1 by credibility (Buehlmann 1967, ASTIN Bulletin 4:3): weight v / (v + e^2), where v is
    PRIOR_TREND_DEVIATION^2 and e the standard error of the ratio by the jackknife, which leaves out one customer
    after the other (Efron 1982). Where a few large customers make the ratio, it so says little.
    """
    came = checked("actual", actual, np.size(actual), -np.inf)
    extra = checked("extension", extension, len(came), -np.inf)
    surplus = came - checked("level", level, len(came), -np.inf)
    total = float(extra.sum())
    if total == 0:
        return 1.0
    ratio = float(surplus.sum()) / total
    rest = total - extra
    if len(came) < 2 or not rest.all():
        return 1.0
    without = (surplus.sum() - surplus) / rest
    variance = (len(came) - 1) / len(came) * float(np.sum((without - without.mean()) ** 2))
    weight = PRIOR_TREND_DEVIATION**2 / (PRIOR_TREND_DEVIATION**2 + variance)
    return min(max(1 + weight * (ratio - 1), 0.0), LARGEST_TREND_FACTOR)


def to_cents(amounts: FloatArray) -> FloatArray:
    """Amounts in whole cents, halves away from zero as in SQL."""
    return np.sign(amounts) * np.floor(np.abs(amounts) * 100 + 0.5) / 100


def sum_by(groups: NDArray[np.int64], values: FloatArray, size: int) -> FloatArray:
    """Sum of the rows of values (rows, months) by group 0 to size - 1: (size, months)."""
    rows = len(groups)
    members = csr_array((np.ones(rows), (groups, np.arange(rows))), shape=(size, rows))
    return np.asarray(members @ values)
