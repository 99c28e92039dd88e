"""The laws that the simulated customers follow, with their true parameters.

Everything that a model of the warehouse may want to recover stands here and goes into the answer key.

Usage: while a customer's usage is alive, its customer-initiated transactions follow a Poisson process whose
rate is gamma-distributed over customers, and usage dies at a gamma-distributed exponential rate: the
Pareto/NBD (Schmittlein, Morrison & Colombo 1987, Management Science 33:1).
Lifetime: a relationship closes with a monthly hazard that falls with latent satisfaction (proportional
hazards, Cox 1972; the link of satisfaction with retention after Reichheld & Sasser 1990, HBR 68:5). Reasons
for leaving are drawn 14:9:9:68 (complaint, competition, other, none given), the field's rule of thumb.
Satisfaction: one standard normal latent per customer moves survey scores (thresholds of an ordered probit,
McKelvey & Zavoina 1975), complaint rate and closure. Scales: CSAT 1 to 5, NPS 0 to 10 (Reichheld 2003), ACSI
items 1 to 10 (Fornell et al. 1996), SERVQUAL 1 to 7 in five dimensions (Parasuraman, Zeithaml & Berry 1988).
Whoever loses the customer manager moves a stated share of deposits away in the month after.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from simulator.exact import Floats, Ints

CUSTOMER_TYPES = ("individual", "corporate", "public_body", "financial_institution")
CLOSED_REASONS = ("complaint", "competition", "other", "none_given")
SERVQUAL_DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
DEFAULT_TRANSACTIONS_PER_MONTH = 3.2
DEFAULT_CURVE_STEP_BASIS_POINTS = 3.0


@dataclass(frozen=True)
class Laws:
    """True parameters. Tuples over customer types are in the order of CUSTOMER_TYPES."""

    transactions_per_month: float = DEFAULT_TRANSACTIONS_PER_MONTH
    usage_rate_shape: float = 0.8
    usage_type_factor: tuple[float, ...] = (1.0, 2.5, 2.0, 2.0)
    usage_death_shape: float = 0.6
    usage_death_scale_months: float = 60.0
    amount_sigma: float = 0.9
    closure_hazard: tuple[float, ...] = (0.008, 0.005, 0.001, 0.002)
    closure_satisfaction_effect: float = 0.7
    closed_reason_share: tuple[float, ...] = (0.14, 0.09, 0.09, 0.68)
    account_closure_hazard: float = 0.004
    balance_attrition_hazard: float = 0.002
    balance_attrition_share: float = 0.9
    manager_change_balance_factor: float = 0.9
    manager_leave_hazard: float = 0.012
    manager_leave_respect_effect: float = 0.5
    complaint_rate: float = 0.02
    complaint_satisfaction_effect: float = 0.6
    interaction_rate: float = 0.15
    survey_sample_share: float = 0.2
    survey_response_share: tuple[float, ...] = (0.5, 0.7, 0.8, 0.8)
    csat_noise: float = 0.6
    csat_thresholds: tuple[float, ...] = (-1.9, -1.1, -0.3, 0.9)
    nps_noise: float = 0.7
    nps_thresholds: tuple[float, ...] = (-2.6, -2.3, -2.0, -1.6, -1.2, -0.8, -0.4, 0.1, 0.7, 1.3)
    acsi_mean: float = 6.8
    acsi_effect: float = 1.5
    acsi_noise: float = 1.0
    expectation_mean: float = 5.8
    expectation_noise: float = 0.8
    perception_mean: float = 5.2
    perception_effect: float = 0.9
    perception_noise: float = 0.7
    campaign_control_share: float = 0.3
    campaign_response_control: float = 0.05
    campaign_response_treated: float = 0.09
    missed_payment_probability: float = 0.006
    cure_probability: float = 0.3
    statement_deviation_share: float = 0.01
    curve_step_basis_points: float = DEFAULT_CURVE_STEP_BASIS_POINTS
    tax_rate: float = 0.25
    hurdle_rate: float = 0.12
    capital_ratio: float = 0.105
    notes: dict[str, str] = field(
        default_factory=lambda: {
            "usage": (
                "rate ~ Gamma(usage_rate_shape, mean transactions_per_month x type factor) per month; "
                "death rate ~ Gamma(usage_death_shape, scale 1/usage_death_scale_months); "
                "a month is 365.25/12 days; counted are transactions with is_customer_initiated "
                "over all accounts of the primary holder"
            ),
            "closure": (
                "P(close in a month on book) = closure_hazard x exp(-closure_satisfaction_effect x s), "
                "at most 0.5, from the first full month; s standard normal"
            ),
            "curve": "each funds-transfer-price curve moves in parallel by whole basis points a month, normal with "
            "mean 0 and standard deviation curve_step_basis_points; no rate falls below 10",
            "manager": "in the month after a change of manager each deposit account pays out "
            "(1 - manager_change_balance_factor) of its balance at the month's start",
        }
    )

    def as_dict(self) -> dict[str, Any]:
        """The parameters as plain JSON values."""
        return asdict(self)


def usage_rates(laws: Laws, customer_types: Ints, random: np.random.Generator) -> Floats:
    """Customer-initiated transactions per month and customer while usage is alive."""
    mean = laws.transactions_per_month * np.array(laws.usage_type_factor)[customer_types]
    rates: Floats = random.gamma(laws.usage_rate_shape, 1.0, customer_types.size)
    rates *= mean / laws.usage_rate_shape
    return rates


def usage_lifetimes(laws: Laws, count: int, random: np.random.Generator) -> Floats:
    """Months until usage dies, counted from the start of the simulation or of the relationship."""
    death_rates = random.gamma(laws.usage_death_shape, 1.0 / laws.usage_death_scale_months, count)
    return random.exponential(1.0, count) / np.maximum(death_rates, 1e-9)


def closure_probabilities(laws: Laws, customer_types: Ints, satisfaction: Floats) -> Floats:
    """Probability of closing the relationship in a month, per customer."""
    base: Floats = np.array(laws.closure_hazard)[customer_types]
    base *= np.exp(-laws.closure_satisfaction_effect * satisfaction)
    return np.minimum(base, 0.5)


def complaint_rates(laws: Laws, satisfaction: Floats) -> Floats:
    """Expected complaints per month and customer."""
    effect: Floats = np.exp(-laws.complaint_satisfaction_effect * satisfaction)
    return effect * laws.complaint_rate


def leave_probabilities(laws: Laws, respect: Floats) -> Floats:
    """Probability that an employee leaves in a month, given how respected he or she feels."""
    return np.minimum(laws.manager_leave_hazard * np.exp(-laws.manager_leave_respect_effect * respect), 0.5)


def ordered_scores(latent: Floats, noise: float, thresholds: tuple[float, ...], random: np.random.Generator) -> Ints:
    """How many thresholds the noisy latent exceeds: 0 .. len(thresholds)."""
    observed = latent + random.normal(0.0, noise, latent.shape)
    return np.searchsorted(np.array(thresholds), observed).astype(np.int64)


def rounded_scores(centre: Floats, noise: float, low: int, high: int, random: np.random.Generator) -> Ints:
    """Noisy scores rounded to whole points and held within the scale."""
    return np.clip(np.rint(centre + random.normal(0.0, noise, centre.shape)), low, high).astype(np.int64)
