"""Why a customer is worth what it is: reads what went in, the models, the value, and how wrong they have been."""

from dataclasses import dataclass

from rich.console import Console

from orchestration.explain.published import ExplainError, Row, open_published
from orchestration.home import Home
from orchestration.publishing import Publication

VALUE = "select * from marts.customer_lifetime_value where customer_key = $customer"
PARTS = """
select parts.*, products.product_name
from marts.lifetime_value_input as parts
left join warehouse.dim_product as products using (product_key)
where parts.customer_key = $customer
order by parts.product_key = -1, parts.margin_level_amount + parts.service_level_amount desc, parts.product_key
"""
USAGE = "select * from marts.lifetime_usage_history where customer_key = $customer"
PATH = "select * from marts.lifetime_value_path where customer_key = $customer order by year_number"
PARAMETERS = """
select parameters.*, products.product_name
from marts.lifetime_model_parameter as parameters
left join warehouse.dim_product as products
    on parameters.scope_code = 'contract' and parameters.segment_code = cast(products.product_key as varchar)
where parameters.source_system = $source and parameters.fit_date = $fit_date
    and (
        (parameters.scope_code in ('usage', 'relationship') and parameters.segment_code = $type)
        or (
            parameters.scope_code = 'contract'
            and parameters.segment_code in (
                select cast(product_key as varchar) from marts.lifetime_value_input where customer_key = $customer
            )
        )
    )
order by case parameters.scope_code when 'usage' then 1 when 'relationship' then 2 else 3 end,
    products.product_name, parameters.parameter_code
"""
HOLDOUT = """
select * from marts.lifetime_holdout
where source_system = $source and customer_type = $type and contribution_class = $class
"""


@dataclass(frozen=True)
class LifetimeExplanation:
    """One customer: its value, the products and usage behind it, the path by year, the models and their errors.

    usage and holdout are None for a customer that has closed; it has no parts, path or parameters either.
    """

    publication: Publication
    value: Row
    parts: list[Row]
    usage: Row | None
    path: list[Row]
    parameters: list[Row]
    holdout: Row | None


def print_lifetime_value(home: Home, customer: str, out: Console) -> None:
    """Print what a customer is expected to bring, and why.

    Raises:
        ExplainError: nothing is published, or the customer is not in it.
    """
    from orchestration.explain.lifetime_value_text import print_explanation

    print_explanation(read_lifetime_value(home, customer), out)


def read_lifetime_value(home: Home, customer: str) -> LifetimeExplanation:
    """What the published batch says about the value of a customer.

    Raises:
        ExplainError: nothing is published, or the customer is not in it.
    """
    with open_published(home) as batch:
        key = batch.find_customer(customer.strip())
        values = batch.rows(VALUE, {"customer": key})
        if not values:
            raise ExplainError(
                f"customer {customer} has no lifetime value: it joins after the last month end of the batch, "
                f"as of {batch.publication.as_of}"
            )
        value = values[0]
        of = {
            "customer": key,
            "source": value["source_system"],
            "fit_date": value["fit_date"],
            "type": value["customer_type"],
            "class": value["contribution_class"],
        }
        return LifetimeExplanation(
            publication=batch.publication,
            value=value,
            parts=batch.rows(PARTS, of),
            usage=next(iter(batch.rows(USAGE, of)), None),
            path=batch.rows(PATH, of),
            parameters=batch.rows(PARAMETERS, of),
            holdout=next(iter(batch.rows(HOLDOUT, of)), None),
        )
