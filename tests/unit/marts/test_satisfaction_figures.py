"""The published figures of satisfaction are those of the definitions, computed here respondent by respondent."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import fmean, variance

import duckdb
import pytest
from scipy import stats

from tests.unit.marts.survey_bank import (
    AS_OF,
    DIMENSIONS,
    QUESTIONS,
    WAVES,
    Answer,
    SurveyBank,
    built,
    on_scale,
    random_bank,
)

Z = 1.95996398
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest) -> tuple[SurveyBank, duckdb.DuckDBPyConnection]:
    bank = random_bank(request.param)
    return bank, built(bank)


def counted(bank: SurveyBank, wave: str) -> dict[object, dict[str, int]]:
    """The scores that count: by respondent and question, the last of those on the scale and on the books."""
    kept: dict[object, dict[str, Answer]] = defaultdict(dict)
    for answer in bank.answers:
        customer = bank.customers.get(answer.customer)
        is_on_book = customer is None or (
            customer.onboarded <= answer.day and (customer.closed is None or answer.day < customer.closed)
        )
        if answer.wave != wave or not on_scale(answer) or not is_on_book:
            continue
        who: object = answer.customer if customer else ("unknown", answer.key)
        before = kept[who].get(answer.question)
        if before is None or (before.day, before.key) < (answer.day, answer.key):
            kept[who][answer.question] = answer
    return {who: {question: a.score for question, a in given.items()} for who, given in kept.items()}


def measured(scores: dict[str, int]) -> dict[tuple[str, str], float]:
    """What a respondent says, by measure and dimension."""
    said: dict[tuple[str, str], float] = {}
    if "csat" in scores:
        said["csat", "overall"] = float(scores["csat"] >= 4)
    if "nps" in scores:
        said["nps", "overall"] = 100.0 * ((scores["nps"] >= 9) - (scores["nps"] <= 6))
    items = [scores.get(f"a_{item}") for item in ("overall", "expectation", "ideal")]
    if None not in items:
        overall, expectation, ideal = (float(item or 0) for item in items)
        said["acsi", "overall"] = (2 * overall + expectation + ideal - 4) / (9 * 4) * 100  # Fornell et al. 1996
    for name in DIMENSIONS:
        if {f"e_{name}", f"p_{name}"} <= scores.keys():
            said["servqual_gap", name] = float(scores[f"p_{name}"] - scores[f"e_{name}"])
    gaps = [said[key] for key in said if key[0] == "servqual_gap"]
    if len(gaps) == len(DIMENSIONS):
        said["servqual_gap", "overall"] = fmean(gaps)
    return said


def interval(measure: str, values: Sequence[float]) -> tuple[float, float] | None:
    """The interval by its textbook formula; none where it says nothing."""
    n, mean = len(values), fmean(values)
    if measure == "csat":
        found = stats.binomtest(int(sum(values)), n).proportion_ci(0.95, method="wilson")
        return found.low, found.high
    if n < 2 or len(set(values)) == 1:
        return None
    if measure == "nps":
        p, d = sum(v > 0 for v in values) / n, sum(v < 0 for v in values) / n
        width = Z * 100 * math.sqrt((p + d - (p - d) ** 2) / n)
        low, high = -100.0, 100.0
    else:
        width = float(stats.t.ppf(0.975, n - 1)) * math.sqrt(variance(values) / n)
        low, high = (0.0, 100.0) if measure == "acsi" else (-6.0, 6.0)
    return max(low, mean - width), min(high, mean + width)


def figures(
    connection: duckdb.DuckDBPyConnection, table: str, group: str, columns: str
) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    rows = connection.execute(
        f"select wave_number, measure_code, dimension_code, {group}, {columns} from {table}"
    ).fetchall()
    return {row[:5]: tuple(None if v is None else float(v) for v in row[5:]) for row in rows}


def groups_of(bank: SurveyBank, who: object) -> list[tuple[str, str]]:
    customer = bank.customers.get(who) if isinstance(who, int) else None
    if customer is None:
        own = [("customer_type", "unknown"), ("branch", "B-1"), ("manager", "unknown"), ("age_band", "unknown")]
    else:
        own = [
            ("customer_type", customer.kind),
            ("branch", f"B{customer.branch}"),
            ("manager", str(customer.manager or "unknown")),
            ("age_band", customer.segment),
        ]
    return [("all", "all"), ("product", "P1"), *own]


def expected_values(bank: SurveyBank) -> dict[tuple[str, ...], list[float]]:
    values: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for wave in WAVES:
        for who, scores in counted(bank, wave).items():
            for (measure, dimension), value in measured(scores).items():
                for group in groups_of(bank, who):
                    values[wave, measure, dimension, *group].append(value)
    return values


@pytest.mark.parametrize(
    ("table", "group", "belongs"),
    [
        ("customer_satisfaction", "group_type, group_code", lambda key: key[3] != "age_band"),
        (
            "satisfaction_by_segment",
            "scheme_code, segment_code",
            lambda key: key[3] == "age_band" and key[2] == "overall",
        ),
    ],
)
def test_every_figure_and_interval_is_that_of_its_definition(
    case: tuple[SurveyBank, duckdb.DuckDBPyConnection],
    table: str,
    group: str,
    belongs: Callable[[tuple[str, ...]], bool],
) -> None:
    bank, connection = case
    found = figures(connection, table, group, "response_count, measure_value, lower_bound, upper_bound")
    values = {key: v for key, v in expected_values(bank).items() if belongs(key)}
    assert {key for key, row in found.items() if row[0]} == values.keys()
    for key, said in values.items():
        n, value, lower, upper = found[key]
        assert n == len(said), key
        assert value == pytest.approx(fmean(said), abs=1e-6), key
        bounds = interval(key[1], said)
        if bounds is None:
            assert (lower, upper) == (None, None), key
        elif key[1] in ("csat", "nps") or len(said) > 3:
            # the expansion of Student's quantile is off by up to 0.13 % with three degrees of freedom
            assert (lower, upper) == pytest.approx(bounds, abs=1e-6 if key[1] in ("csat", "nps") else 0.06), key


def test_the_weighted_figure_speaks_for_everybody_on_the_books(
    case: tuple[SurveyBank, duckdb.DuckDBPyConnection],
) -> None:
    bank, connection = case
    found = figures(
        connection,
        "customer_satisfaction",
        "group_type, group_code",
        "weighted_value, effective_response_count, population_count, covered_population_count",
    )
    for wave, start in WAVES.items():
        end = min(start + timedelta(days=20), AS_OF)
        population = {
            key: c.kind
            for key, c in bank.customers.items()
            if c.onboarded <= end and (c.closed is None or c.closed > start)
        }
        given = {who: measured(scores) for who, scores in counted(bank, wave).items() if who in population}
        for measure in ("csat", "nps", "acsi", "servqual_gap"):
            said = {who: values[measure, "overall"] for who, values in given.items() if (measure, "overall") in values}
            kinds = [population[who] for who in said if isinstance(who, int)]
            size = {kind: list(population.values()).count(kind) for kind in population.values()}
            weights = {who: size[kind] / kinds.count(kind) for who, kind in zip(said, kinds, strict=True)}
            value, effective, everybody, covered = found[wave, measure, "overall", "all", "all"]
            assert everybody == len(population)
            assert covered == pytest.approx(sum(weights.values()), abs=1e-6)
            if not weights:
                assert (value, effective) == (None, None)
                continue
            total, squares = sum(weights.values()), sum(w * w for w in weights.values())
            assert value == pytest.approx(sum(weights[who] * said[who] for who in said) / total, abs=2e-6)
            assert effective == pytest.approx(total**2 / squares, abs=1e-5)


def test_silent_waves_and_single_answers_say_why(case: tuple[SurveyBank, duckdb.DuckDBPyConnection]) -> None:
    _, connection = case
    rows = connection.execute(
        "select wave_number, measure_code, response_count, measure_value is null, lower_bound is null, reason, "
        "is_too_small from customer_satisfaction "
        "where group_type = 'all' and dimension_code = 'overall' and wave_number <> 'W1'"
    ).fetchall()
    kinds = {kind.split("_")[0] for kind, *_ in QUESTIONS.values()}
    assert len(rows) == 3 * len(kinds)
    for wave, measure, n, is_empty, has_no_bound, reason, is_too_small in rows:
        assert is_too_small
        if wave in ("W3", "W4"):
            assert (n, is_empty, has_no_bound, reason) == (0, True, True, "no_response")
        elif measure == "csat":
            assert (n, is_empty, has_no_bound, reason) == (1, False, False, None)
        else:
            assert (n, is_empty, has_no_bound, reason) == (1, False, True, "one_response")


def test_a_wave_that_still_runs_shows_no_date_to_come(case: tuple[SurveyBank, duckdb.DuckDBPyConnection]) -> None:
    _, connection = case
    ends = connection.execute(
        "select distinct wave_number, wave_end_date, is_wave_open from customer_satisfaction order by 1"
    ).fetchall()
    assert [end for _, end, _ in ends] == [min(start + timedelta(days=20), AS_OF) for start in WAVES.values()]
    assert [is_open for *_, is_open in ends] == [False, False, False, True]


def test_answers_that_do_not_count_are_told(case: tuple[SurveyBank, duckdb.DuckDBPyConnection]) -> None:
    bank, connection = case
    (off_scale, told) = connection.execute(
        "select sum(off_scale_count), sum(response_count + off_scale_count + off_book_count + repeated_count) "
        "from customer_satisfaction where group_type = 'all' and measure_code = 'csat'"
    ).fetchone() or (0, 0)
    answers = [answer for answer in bank.answers if answer.question == "csat"]
    assert off_scale == sum(not on_scale(answer) for answer in answers)
    assert told == len(answers)
