"""Statistical models of how long customers stay, how often they come and what they are worth (numpy and scipy alone).

Usage: fit("pareto_nbd", frequency, recency, age) and its siblings "bg_nbd" and "mbg_nbd". Closing: fit_sbg and
kaplan_meier. Value of a transaction: fit_gamma_gamma. Every fit is a Fit: parameters, log-likelihood, covariance,
whether it converged and why not.
"""

from lifetime.estimation import Fit
from lifetime.spend import fit_gamma_gamma
from lifetime.survival import fit_sbg, kaplan_meier
from lifetime.usage import USAGE_MODELS, UsageFit
from lifetime.usage import fit_usage as fit

__all__ = ["USAGE_MODELS", "Fit", "UsageFit", "fit", "fit_gamma_gamma", "fit_sbg", "kaplan_meier"]
