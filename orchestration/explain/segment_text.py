"""Why a customer is in a segment, as calm text."""

from collections.abc import Iterator

from rich.console import Console

from orchestration.explain.published import Row
from orchestration.explain.segment import SegmentExplanation
from orchestration.explain.wording import OPEN_END, validity


def print_explanation(explanation: SegmentExplanation, out: Console) -> None:
    """Head, segment with its evidence, rule with its reference rows, history."""
    for text in _text(explanation):
        out.print(text, markup=False, soft_wrap=True)


def _text(explanation: SegmentExplanation) -> Iterator[str]:
    span = explanation.span
    yield f"Customer {span['customer_key']} of {span['source_system']} on {explanation.day}"
    yield (
        f"published v{explanation.publication.version}, batch {span['batch_id']}, as of {span['as_of_date']}; "
        "segments are judged at month ends"
    )
    yield ""
    yield f"{span['scheme_label_en']} ({span['scheme_label_zh']}): {_label(span)}"
    before = f", before: {span['previous_label_en']}" if span["previous_segment_code"] else ", the first"
    yield f"    since {span['valid_from']}{before}"
    yield f"    reason: {span['reason']}"
    yield f"    input: {span['input_source']}" + (f" of {span['input_date']}" if span["input_date"] else "")
    yield f"    rule{validity(span['rule_valid_from'], span['rule_valid_to'])}: {span['rule_en']}"
    yield f"        {span['rule_zh']}"
    yield f"        source: {span['rule_source']}"
    yield from _references(explanation.references)
    yield ""
    yield "History"
    for row in explanation.history:
        until = "" if row["valid_to"] == OPEN_END else f" to {row['valid_to']}"
        yield f"    from {row['valid_from']}{until}: {_label(row)}: {row['reason']}"


def _label(span: Row) -> str:
    return f"{span['label_en']} ({span['label_zh']})"


def _references(rows: list[Row]) -> Iterator[str]:
    """The rows of reference tables that the rule compares with, the segment's own first."""
    if rows:
        yield "    compared with"
    for row in rows:
        segment = f" {row['segment_code']}" if row["segment_code"] else ""
        yield (
            f"        {row['reference_table']}{segment}: {row['condition']}"
            f"{validity(row['valid_from'], row['valid_to'])}; {row['source']}"
        )
