"""The stated laws, found again in the landed files of a larger bank. Tolerances are four standard errors."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow.parquet as pq
import pytest

from simulator.laws import (
    CLOSED_REASONS,
    CUSTOMER_TYPES,
    Laws,
    closure_probabilities,
    complaint_rates,
    ordered_scores,
    usage_lifetimes,
    usage_rates,
)
from simulator.people import MEAN_MONTH_DAYS
from tests.unit.simulator.conftest import Bank, made

LAWS = Laws()
MONTHS = 12


@dataclass(frozen=True)
class Study:
    """A bank with what is true of its customers, by customer number."""

    bank: Bank
    latent: dict[str, dict[str, object]]
    customer: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    bank = made(tmp_path_factory.mktemp("laws"), customers=3_000, months=MONTHS, seed=21, dirty=False)
    rows = pq.read_table(bank.home / "answer_key" / "latent.parquet").to_pylist()
    latest = {number: rows[-1][1] for number, rows in bank.versions("customer", "customer_id").items()}
    return Study(bank, {row["customer_number"]: row for row in rows}, latest)


def within(observed: float, expected: float, variance: float) -> bool:
    """Whether an observation lies within four standard errors."""
    return abs(observed - expected) <= 4 * np.sqrt(variance)


def test_usage_is_poisson_with_the_true_rate_of_each_customer(study: Study) -> None:
    first = date(2025, 1, 1)
    counts: Counter[str] = Counter()
    holder = {
        row["account_id"]: row["customer_id"]
        for _, row in study.bank.good("account_holder")
        if row["holder_role"] == "primary"
    }
    for row in study.bank.winners("transaction", "transaction_id").values():
        if row["is_customer_initiated"] == "true":
            counts[holder[row["account_id"]]] += 1
    expected, observed = [], []
    for number, row in study.customer.items():
        truth = study.latent[number]
        begin = max(date.fromisoformat(row["onboarded_date"]), first)
        end = min(
            date.fromisoformat(row["closed_date"]) - timedelta(days=1) if row["closed_date"] else date(2025, 12, 31),
            truth["usage_death_date"],
        )
        days = max((end - begin).days + 1, 0)
        expected.append(truth["usage_rate"] * days / MEAN_MONTH_DAYS)
        observed.append(counts[number])
    means, seen = np.array(expected), np.array(observed)
    assert within(seen.sum(), means.sum(), means.sum())
    used = means > 1  # Pearson's statistic: each squared term has mean 1 and variance 2 + 1 / mean
    pearson = ((seen - means)[used] ** 2 / means[used]).sum()
    assert within(pearson, used.sum(), (2 + 1 / means[used]).sum())


def test_usage_rates_are_gamma_and_heavy_tailed() -> None:
    random = np.random.default_rng(1)
    rates = usage_rates(LAWS, np.zeros(200_000, dtype=np.int64), random)
    mean, variance = LAWS.transactions_per_month, LAWS.transactions_per_month**2 / LAWS.usage_rate_shape
    assert within(rates.mean(), mean, variance / rates.size)
    assert abs(rates.var() / variance - 1) < 0.05
    assert np.sort(rates)[-40_000:].sum() / rates.sum() > 0.5  # the busiest fifth makes more than half


def test_usage_dies_by_the_pareto_law() -> None:
    lifetimes = usage_lifetimes(LAWS, 200_000, np.random.default_rng(2))
    for months in (6, 24, 60):
        scale, shape = LAWS.usage_death_scale_months, LAWS.usage_death_shape
        alive = (scale / (scale + months)) ** shape
        assert within((lifetimes > months).mean(), alive, alive * (1 - alive) / lifetimes.size)


def test_customers_close_by_the_hazard_of_their_satisfaction(study: Study) -> None:
    expected = variance = observed = 0.0
    unhappy_expected = unhappy_observed = unhappy_variance = 0.0
    for number, row in study.customer.items():
        satisfaction = study.latent[number]["satisfaction"]
        kind = CUSTOMER_TYPES.index(row["customer_type"])
        chance = float(closure_probabilities(LAWS, np.array([kind]), np.array([satisfaction]))[0])
        onboarded = row["onboarded_date"]
        begin = 0 if onboarded < "2025" else int(onboarded[5:7])
        closed = int(row["closed_date"][5:7]) - 1 if row["closed_date"] else MONTHS - 1
        exposed = closed - begin + 1
        expected += chance * exposed
        variance += chance * (1 - chance) * exposed
        observed += bool(row["closed_date"])
        if satisfaction < -1:
            unhappy_expected += chance * exposed
            unhappy_variance += chance * (1 - chance) * exposed
            unhappy_observed += bool(row["closed_date"])
    assert within(observed, expected, variance)
    assert within(unhappy_observed, unhappy_expected, unhappy_variance)
    assert unhappy_observed / observed > 0.25  # 16 % of the customers


def test_reasons_for_leaving_are_14_9_9_68(study: Study) -> None:
    reasons = Counter(row["closed_reason"] for row in study.customer.values() if row["closed_reason"])
    total = reasons.total()
    for reason, share in zip(CLOSED_REASONS, LAWS.closed_reason_share, strict=True):
        assert within(reasons[reason], share * total, share * (1 - share) * total)


def test_complaints_come_at_the_rate_of_satisfaction(study: Study) -> None:
    complaints = {row["complaint_id"]: row["customer_id"] for _, row in study.bank.good("complaint")}
    by_customer = Counter(complaints.values())
    calm = [number for number, row in study.latent.items() if row["satisfaction"] > 0]
    cross = [number for number, row in study.latent.items() if row["satisfaction"] <= 0]
    for group in (calm, cross):
        expected = 0.0
        for number in group:
            rate = float(complaint_rates(LAWS, np.array([study.latent[number]["satisfaction"]]))[0])
            row = study.customer[number]
            begin = int(row["onboarded_date"][5:7]) - 1 if row["onboarded_date"] >= "2025" else 0
            end = int(row["closed_date"][5:7]) if row["closed_date"] else MONTHS
            expected += rate * (end - begin)
        assert within(sum(by_customer[number] for number in group), expected, expected)


def test_survey_scores_follow_the_latent_satisfaction(study: Study) -> None:
    answers: dict[str, list[tuple[float, int]]] = defaultdict(list)
    questions = {row["question_code"]: row for _, row in study.bank.good("survey_question")}
    for _, row in study.bank.good("survey_response"):
        low, high = (int(questions[row["question_code"]][edge]) for edge in ("scale_min", "scale_max"))
        assert low <= int(row["score"]) <= high
        answers[row["question_code"]].append((study.latent[row["customer_id"]]["satisfaction"], int(row["score"])))
    for code, pairs in answers.items():
        latent, scores = (np.array(column) for column in zip(*pairs, strict=True))
        correlation = np.corrcoef(latent, scores)[0, 1]
        if code.startswith("e_") or code == "bank_count":
            assert abs(correlation) < 4 / np.sqrt(len(pairs))  # expectations and banks are everybody's own
        elif code == "bank_rank":
            assert correlation < -0.3  # who is satisfied puts this bank first
        else:
            assert correlation > 0.6
    assert len(answers) == 17


def test_no_bank_takes_a_place_beyond_the_number_of_banks(study: Study) -> None:
    stated: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for _, row in study.bank.good("survey_response"):
        stated[row["wave_id"], row["customer_id"]][row["question_code"]] = int(row["score"])
    both = [answer for answer in stated.values() if {"bank_rank", "bank_count"} <= answer.keys()]
    assert both
    assert all(1 <= answer["bank_rank"] <= answer["bank_count"] for answer in both)


def test_ordered_scores_have_the_probit_shares() -> None:
    scores = ordered_scores(np.zeros(100_000), LAWS.csat_noise, LAWS.csat_thresholds, np.random.default_rng(3))
    top = 0.0668072  # P(standard normal > 0.9 / 0.6)
    assert within((scores == 4).mean(), top, top * (1 - top) / scores.size)


def test_a_change_of_manager_takes_the_stated_share_of_deposits(study: Study) -> None:
    owned = defaultdict(list)
    for _, row in study.bank.good("account_holder"):
        if row["holder_role"] == "primary":
            owned[row["customer_id"]].append(row["account_id"])
    balances = study.bank.winners("account_balance", "account_id", "month_end")
    debits = defaultdict(set)
    for row in study.bank.winners("transaction", "transaction_id").values():
        if row["credit_debit"] == "DBIT" and row["purpose"] == "transfer" and row["channel"] == "system":
            debits[row["account_id"], row["booking_date"][:7]].add(Decimal(row["amount"]))
    product = {row["account_id"]: row["product_id"] for _, row in study.bank.good("account")}
    opened = {row["account_id"]: row["opened_date"] for _, row in study.bank.good("account")}
    share = 1 - Decimal(str(LAWS.manager_change_balance_factor))
    changes = hits = 0
    assignments = study.bank.winners("employee_assignment", "employee_id", "customer_id", "valid_from")
    later = {row["customer_id"]: row["valid_from"] for row in assignments.values() if row["valid_from"] >= "2025-02"}
    before = {row["customer_id"] for row in assignments.values() if row["valid_to"]}
    for customer, changed_on in later.items():
        month = date.fromisoformat(changed_on).replace(day=28) + timedelta(days=4)
        month_end = (month - timedelta(days=month.day)).isoformat()
        if customer not in before or month.year > 2025 or study.customer[customer]["closed_date"]:
            continue
        for account in owned[customer]:
            balance = balances.get((account, month_end))
            is_savings = product[account] == "P111" and opened[account] < month_end
            if balance is None or not is_savings or Decimal(balance["end_balance"]) < 100:
                continue
            changes += 1
            expected = Decimal(balance["end_balance"]) * share
            paid = debits[account, month.isoformat()[:7]]
            hits += any(abs(amount - expected) <= Decimal("0.01") for amount in paid)
    assert changes >= 10
    assert hits >= 0.95 * changes  # a few drift away altogether in the same month


def test_a_campaign_works_by_the_stated_effect(study: Study) -> None:
    contacts = [row for _, row in study.bank.good("campaign_contact")]
    for is_control, share in (
        ("true", LAWS.campaign_response_control),
        ("false", LAWS.campaign_response_treated),
    ):
        group = [row["has_responded"] == "true" for row in contacts if row["is_control"] == is_control]
        assert within(sum(group), share * len(group), share * (1 - share) * len(group))


def test_parameters_are_in_the_answer_key(study: Study) -> None:
    text = (study.bank.home / "answer_key" / "parameters.json").read_text(encoding="utf-8")
    for name in ("usage_rate_shape", "closure_hazard", "manager_change_balance_factor", "csat_thresholds"):
        assert f'"{name}"' in text


def test_foreign_accounts_are_about_four_per_cent(study: Study) -> None:
    currencies = Counter({row["account_id"]: row["currency"] for _, row in study.bank.good("account")}.values())
    assert 0.03 < 1 - currencies["CNY"] / currencies.total() < 0.05
