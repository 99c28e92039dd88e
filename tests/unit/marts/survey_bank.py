"""Made-up surveys: the tables that the models of satisfaction read, and those models built from the project's SQL."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from tests.unit.marts.rendered_project import RenderedProject

AS_OF = date(2025, 12, 31)
WAVES = {"W1": date(2025, 3, 1), "W2": date(2025, 6, 1), "W3": date(2025, 9, 1), "W4": date(2025, 12, 20)}
TYPES = ("individual", "corporate", "public_body")
DIMENSIONS = ("empathy", "assurance")
QUESTIONS = {
    "csat": ("csat", None, 1, 5),
    "nps": ("nps", None, 0, 10),
    **{f"a_{item}": ("acsi", item, 1, 10) for item in ("overall", "expectation", "ideal")},
    **{f"e_{name}": ("servqual_expectation", name, 1, 7) for name in DIMENSIONS},
    **{f"p_{name}": ("servqual_perception", name, 1, 7) for name in DIMENSIONS},
}
MODELS = (
    "survey_wave_described",
    "survey_measure",
    "survey_answer",
    "survey_population",
    "survey_respondent",
    "survey_group_member",
    "survey_composite",
    "survey_measurement",
    "survey_weight",
    "survey_group_sums",
    "survey_group_figures",
    "customer_satisfaction",
    "satisfaction_by_segment",
    "expectation_gap",
    "customer_expectation_gap",
)
SCHEMA = """
create table dim_survey_wave (
    source_system varchar, wave_number varchar, wave_name varchar, method_code varchar, mode_code varchar,
    frame_code varchar, start_date date, end_date date
);
create table dim_survey_question (
    source_system varchar, question_code varchar, question_kind varchar, dimension_code varchar, scale_min integer,
    scale_max integer
);
create table dim_customer (
    customer_key bigint, source_system varchar, customer_type varchar, branch_key bigint, onboarded_date date,
    closed_date date, valid_from date, valid_to date, is_current boolean
);
create table fct_survey_response (
    response_key bigint, source_system varchar, wave_number varchar, question_code varchar, customer_key bigint,
    product_key bigint, response_date date, score integer
);
create table bridge_customer_manager (customer_key bigint, employee_key bigint, valid_from date, valid_to date);
create table segment_membership (
    customer_key bigint, scheme_code varchar, segment_code varchar, label_en varchar, label_zh varchar,
    valid_from date, valid_to date
);
create table dim_product as
select 5 as product_key, 'P1' as product_number, 'Account' as product_name, '账户' as product_name_zh;
create table dim_branch as select n as branch_key, 'B' || n as branch_number, 'Branch ' || n as branch_name
from range(-1, 3) r(n);
create table dim_segment_scheme as select 'age_band' as scheme_code;
create table survey_term (
    term_type varchar, term_code varchar, label_en varchar, label_zh varchar, valid_from date, valid_to date
);
create table survey_stratum as
select 'customer_type' as scheme_code, date '1900-01-01' as valid_from, date '9999-12-31' as valid_to;
create table satisfaction_index_item as
select item_code, weight, date '1900-01-01' as valid_from, date '9999-12-31' as valid_to
from (values ('overall', 2.0), ('expectation', 1.0), ('ideal', 1.0)) t(item_code, weight);
create table dim_parameter as
select parameter_code, value, date '1900-01-01' as valid_from, date '9999-12-31' as valid_to
from (values ('confidence_z', 1.95996398), ('satisfaction_minimum_responses', 30)) t(parameter_code, value);
insert into dim_customer values
    (-1, 'unknown', 'unknown', -1, '1900-01-01', null, '1900-01-01', '9999-12-31', true);
"""


@dataclass(frozen=True)
class Customer:
    """A customer with one version and one segment."""

    key: int
    kind: str
    branch: int
    onboarded: date
    closed: date | None
    manager: int | None
    segment: str


@dataclass(frozen=True)
class Answer:
    """A delivered answer."""

    key: int
    wave: str
    question: str
    customer: int
    day: date
    score: int


@dataclass(frozen=True)
class SurveyBank:
    """Customers and answers. W1 is answered by many, W2 by one customer, W3 by nobody, W4 still runs."""

    customers: dict[int, Customer]
    answers: list[Answer]


def random_bank(seed: int) -> SurveyBank:
    """A bank with answers off the scale, given twice, half given, and of closed and unknown customers."""
    chance = random.Random(seed)
    customers = {}
    for key in range(1, 61):
        closed = chance.choice([None, None, None, date(2025, 3, 8), date(2025, 2, 10)])
        customers[key] = Customer(
            key,
            chance.choices(TYPES, (8, 3, 1))[0],
            chance.choice((1, 2)),
            chance.choice((date(2020, 1, 1), date(2025, 3, 5))),
            closed,
            chance.choice((None, 71, 72)),
            chance.choice(("young", "old")),
        )
    answers: list[Answer] = []

    def give(wave: str, customer: int, question: str, day: date) -> None:
        low, high = QUESTIONS[question][2:]
        score = high + 1 if wave == "W1" and chance.random() < 0.04 else chance.randint(low, high)
        answers.append(Answer(len(answers) + 1, wave, question, customer, day, score))

    for wave, who in (("W1", range(1, 50)), ("W2", [next(k for k, c in customers.items() if not c.closed)])):
        for key in who:
            day = WAVES[wave] + timedelta(days=chance.randint(0, 15))
            for question in QUESTIONS:
                if wave == "W2" or chance.random() > 0.03:
                    give(wave, key, question, day)
                if wave == "W1" and chance.random() < 0.05:
                    give(wave, key, question, day + timedelta(days=chance.randint(0, 1)))
    for question in ("csat", "nps", "a_overall", "e_empathy", "p_empathy"):
        give("W1", -1, question, WAVES["W1"])
    return SurveyBank(customers, answers)


def on_scale(answer: Answer) -> bool:
    """Whether the score is one that the question allows."""
    return QUESTIONS[answer.question][2] <= answer.score <= QUESTIONS[answer.question][3]


def built(bank: SurveyBank) -> duckdb.DuckDBPyConnection:
    """The models of satisfaction over a bank."""
    connection = duckdb.connect()
    connection.execute(f"set variable as_of = '{AS_OF}'; set variable batch_id = 'b'")
    connection.execute(SCHEMA)
    insert = connection.executemany
    ends = {wave: start + timedelta(days=20) for wave, start in WAVES.items()}
    insert(
        "insert into dim_survey_wave values ('demo', ?, 'A wave', 'sample', null, 'customers_on_book', ?, ?)",
        [(wave, start, ends[wave]) for wave, start in WAVES.items()],
    )
    insert(
        "insert into dim_survey_question values ('demo', ?, ?, ?, ?, ?)",
        [(code, *question) for code, question in QUESTIONS.items()],
    )
    insert(
        "insert into dim_customer values (?, 'demo', ?, ?, ?, ?, '1900-01-01', '9999-12-31', true)",
        [(c.key, c.kind, c.branch, c.onboarded, c.closed) for c in bank.customers.values()],
    )
    insert(
        "insert into fct_survey_response values (?, 'demo', ?, ?, ?, 5, ?, ?)",
        [(a.key, a.wave, a.question, a.customer, a.day, a.score) for a in bank.answers],
    )
    insert(
        "insert into bridge_customer_manager values (?, ?, '2020-01-01', '9999-12-31')",
        [(c.key, c.manager) for c in bank.customers.values() if c.manager],
    )
    insert(
        "insert into segment_membership values (?, 'age_band', ?, ?, ?, '1900-01-01', '9999-12-31')",
        [(c.key, c.segment, c.segment, c.segment) for c in bank.customers.values()],
    )
    project = RenderedProject()
    for model in MODELS:
        connection.execute(f"create table {model} as {project.model(model)}")
    return connection
