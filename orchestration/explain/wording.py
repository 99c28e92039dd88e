"""How amounts, rates and validity are written."""

from datetime import date
from decimal import Decimal

OPEN_END, BEGINNING = date(9999, 12, 31), date(1900, 1, 1)


def money(amount: Decimal | None) -> str:
    """An amount of money, or - where it is not known."""
    return "-" if amount is None else f"{amount:,.2f}"


def number(rate: Decimal | None) -> str:
    """A number without idle zeros, or - where it is not known."""
    if rate is None:
        return "-"
    text = f"{rate:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def validity(valid_from: date | None, valid_to: date | None) -> str:
    """Half-open validity in words, in brackets."""
    since = "" if valid_from in (None, BEGINNING) else f"from {valid_from}"
    until = "" if valid_to in (None, OPEN_END) else f"before {valid_to}"
    words = " ".join(part for part in (since, until) if part)
    return f" ({words})" if words else " (always)"
