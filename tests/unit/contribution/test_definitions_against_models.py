"""Every line and total of contribution, computed by the models and a second time from the written definitions."""

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.unit.contribution import definitions
from tests.unit.contribution.contribution_chain import Chain
from tests.unit.contribution.made_up_bank import Bank
from tests.unit.contribution.made_up_rows import rows_of
from tests.unit.contribution.strategies import banks

Figures = Mapping[Any, Mapping[str, Any]]
ACCOUNT = ("account_key", "month_end_date")
PART = ("customer_key", "account_key", "month_end_date")
CUSTOMER = ("customer_key", "month_end_date")


# A failure names its figures, so there is no need for the minutes that shrinking takes.
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(banks)
def test_models_compute_what_the_definitions_say(chain: Chain, bank: Bank) -> None:
    chain.run(rows_of(bank))
    accounts = definitions.lines_of_accounts(bank)
    parts = definitions.parts_of_customers(bank, accounts)
    taxes = definitions.tax_of_parts(parts)
    customers = definitions.totals_of_customers(bank, accounts, parts)

    assert _differences(chain, "fct_contribution_account_monthly", ACCOUNT, _by_column(accounts)) == []
    assert _differences(chain, "fct_contribution_part_monthly", PART, _by_column(parts, with_rank=True)) == []
    assert (
        _differences(
            chain, "fct_contribution_part_monthly", PART, {key: {"tax_amount": tax} for key, tax in taxes.items()}
        )
        == []
    )
    assert _differences(chain, "customer_contribution_monthly", CUSTOMER, customers) == []


def _by_column(lines: Mapping[Any, definitions.Lines], with_rank: bool = False) -> Figures:
    return {
        key: {
            **{f"{line}_amount": amount for line, (amount, _) in each.items()},
            **{
                f"{line}_{'rank' if with_rank else 'basis'}": definitions.BASES.index(basis) + 1 if with_rank else basis
                for line, (_, basis) in each.items()
            },
        }
        for key, each in lines.items()
    }


def _differences(chain: Chain, model: str, keys: Iterable[str], expected: Figures) -> list[str]:
    """Figures of a model that are not the expected ones, and rows that only one side has."""
    computed = {tuple(row[key] for key in keys): row for row in chain.rows(model)}
    rows = [f"{key}: in the model alone" for key in computed.keys() - expected.keys()]
    rows += [f"{key}: not in the model" for key in expected.keys() - computed.keys()]
    return rows + [
        f"{key} {column}: {computed[key][column]} in the model, {value} by the definition"
        for key, figures in expected.items()
        if key in computed
        for column, value in figures.items()
        if not _are_equal(computed[key][column], value)
    ]


def _are_equal(computed: Any, expected: Any) -> bool:
    """Amounts and words exactly; rates, which end in floating point, to the eighth place or the ninth digit."""
    if isinstance(computed, float) or type(expected).__name__ == "Fraction":
        return computed is not None and abs(float(computed) - float(expected)) <= max(1e-8, 1e-9 * abs(float(expected)))
    return bool(computed == expected)
