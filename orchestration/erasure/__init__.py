"""Erasing a customer: its values go from every file of the home, its rows and amounts stay."""

from orchestration.erasure.suppression import SuppressionError, customers_to_keep_out

__all__ = ["SuppressionError", "customers_to_keep_out"]
