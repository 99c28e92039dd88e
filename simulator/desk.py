"""The relationship desk and human resources: interactions, complaints, campaigns, needs, surveys,
employees."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator import columns as c
from simulator.core_extracts import branch_ids, customer_ids, people_names, product_ids
from simulator.exact import NEVER, Ints, total_by
from simulator.laws import SERVQUAL_DIMENSIONS, Laws, complaint_rates, ordered_scores, rounded_scores
from simulator.people import INDIVIDUAL, Customers
from simulator.products import GROUPS, INDEX
from simulator.randomness import stream
from simulator.staff import ROLES, Assignments, Employees
from simulator.timeline import Month, as_date

CONTACT_CHANNELS = ("branch", "phone", "mobile", "online")
TOPICS = ("advice", "question", "product_offer", "credit_review", "service_request")
CAUSES = ("fee", "delay", "error", "staff", "product", "digital_service")
RESOLUTIONS = ("explained", "refunded", "corrected", "apology")
COMPLAINT_TEXTS = (
    "The fee was not explained to me.",
    "转账三天还没有到账，请尽快处理。",
    'Wrong amount booked; the counter said "come back tomorrow".',
    "客户经理态度不好。",
    "The product is not what was promised.",
    "手机银行经常无法登录。",
)
NEED_NOTES = ("Asked at the counter.", "客户希望了解更多。", "Mentioned in the yearly review.", "")
COMPLAINTS_PER_DISPUTE, DISPUTE_DAYS = 20, 90  # some complaints drag on, longer than supervisors allow
MOST_BANKS = 4  # that a customer uses, this one among them
OBJECTIVES = ("cross_sell", "retention", "activation")
QUESTIONS = (
    ("csat", "Overall satisfaction", "总体满意度", "csat", None, 1, 5),
    ("nps", "Would you recommend us?", "您会推荐我们吗？", "nps", None, 0, 10),
    ("acsi_overall", "Satisfaction with all experiences", "整体满意程度", "acsi", "overall", 1, 10),
    ("acsi_expectation", "Fulfilment of expectations", "与期望相比", "acsi", "expectation", 1, 10),
    ("acsi_ideal", "Closeness to the ideal bank", "与理想银行相比", "acsi", "ideal", 1, 10),
    *(
        (
            f"{kind[:1]}_{dimension}",
            f"{kind.title()}: {dimension}",
            f"{label}：{dimension}",
            f"servqual_{kind}",
            dimension,
            1,
            7,
        )
        for kind, label in (("expectation", "期望"), ("perception", "感知"))
        for dimension in SERVQUAL_DIMENSIONS
    ),
    ("bank_count", "How many banks do you use?", "您使用几家银行？", "bank_count", None, 1, 10),
    ("bank_rank", "Which place do we take among your banks?", "我行在您的往来银行中排第几？", "bank_rank", None, 1, 10),
)


def employee_ids(numbers: Ints) -> pa.Array:
    """E00001 for employee 0; a negative number as null."""
    return c.only(c.identifiers("E", np.maximum(numbers, 0) + 1, 5), numbers >= 0)


@dataclass
class Desk:
    """What the desk carries from month to month: counters, complaints that are still open, the running
    campaign."""

    interactions: int = 0
    complaints: int = 0
    responses: int = 0
    employee_responses: int = 0
    contacts: int = 0
    needs: int = 0
    waves: int = 0
    open_complaints: list[pa.Table] = field(default_factory=list)


def interactions(
    laws: Laws, customers: Customers, assignments: Assignments, desk: Desk, month: Month, seed: int
) -> tuple[pa.Table, Ints]:
    """Interactions of the month, and the minutes they took by customer. Managed customers are met more
    often."""
    random = stream(seed, "interactions", month.index)
    manager = assignments.manager_on(month.last, customers.count)
    rate = laws.interaction_rate * np.where(manager >= 0, 1.5, 0.6)
    first = np.maximum(customers.onboarded, month.first)
    last = np.minimum(customers.closed - 1, month.last)
    present = customers.on_book(month.first, month.last) & (last >= first)
    who = np.repeat(np.arange(customers.count), random.poisson(rate * present))
    day = first[who] + (random.random(who.size) * (last - first + 1)[who]).astype(np.int64)
    who, day = who[np.argsort(day, kind="stable")], np.sort(day)
    minutes = np.clip(np.rint(random.lognormal(2.3, 0.7, who.size)), 1, 240).astype(np.int64)
    numbers = desk.interactions + 1 + np.arange(who.size)
    desk.interactions += who.size
    table = pa.table(
        {
            "interaction_id": c.identifiers("I", numbers, 9),
            "customer_id": customer_ids(who),
            "employee_id": employee_ids(manager[who]),
            "interaction_date": c.dates(day),
            "channel_code": c.labels(random.integers(0, len(CONTACT_CHANNELS), who.size), CONTACT_CHANNELS),
            "topic_code": c.labels(random.integers(0, len(TOPICS), who.size), TOPICS),
            "minutes_count": c.whole(minutes),
        }
    )
    return table, total_by(who, minutes, customers.count)


def complaints(laws: Laws, customers: Customers, desk: Desk, month: Month, seed: int) -> tuple[pa.Table, pa.Table]:
    """New complaints of the month and, once more with their closing date, older ones that it closes."""
    random = stream(seed, "complaints", month.index)
    first = np.maximum(customers.onboarded, month.first)
    last = np.minimum(customers.closed - 1, month.last)
    present = customers.on_book(month.first, month.last) & (last >= first)
    who = np.repeat(np.arange(customers.count), random.poisson(complaint_rates(laws, customers.satisfaction) * present))
    opened = first[who] + (random.random(who.size) * (last - first + 1)[who]).astype(np.int64)
    who, opened = who[np.argsort(opened, kind="stable")], np.sort(opened)
    numbers = desk.complaints + 1 + np.arange(who.size)
    is_disputed = numbers % COMPLAINTS_PER_DISPUTE == 0
    at_once = (random.random(who.size) < 0.55) & ~is_disputed
    closed = opened + np.where(at_once, 0, random.integers(2, 45, who.size) + DISPUTE_DAYS * is_disputed)
    cause = random.integers(0, len(CAUSES), who.size)
    desk.complaints += who.size

    def table(closed_days: Ints) -> pa.Table:
        is_closed = closed_days < NEVER
        return pa.table(
            {
                "complaint_id": c.identifiers("K", numbers, 8),
                "customer_id": customer_ids(who),
                "product_id": product_ids(np.where(cause == 4, INDEX["P231"], np.where(cause == 0, INDEX["P101"], -1))),
                "opened_date": c.dates(opened),
                "closed_date": c.dates(closed_days),
                "cause_code": c.labels(cause, CAUSES),
                "resolution_code": c.labels(np.where(is_closed, (numbers + cause) % len(RESOLUTIONS), -1), RESOLUTIONS),
                "is_first_contact_resolved": c.flags(at_once),
                "complaint_text": c.labels(cause, COMPLAINT_TEXTS),
            }
        )

    known, final = table(np.where(closed <= month.last, closed, NEVER)), table(closed)
    waiting = pa.concat_tables([*desk.open_complaints, final.filter(pa.array(closed > month.last))])
    due = pc.less_equal(waiting["closed_date"], pa.scalar(as_date(month.last)))
    desk.open_complaints = [waiting.filter(pc.invert(due))]
    return known, waiting.filter(due)


def question_table() -> pa.Table:
    """All survey questions."""
    names = (
        "question_code",
        "question_label",
        "question_label_zh",
        "question_kind",
        "dimension_code",
        "scale_min",
        "scale_max",
    )
    return pa.table({name: [question[place] for question in QUESTIONS] for place, name in enumerate(names)})


def survey(laws: Laws, customers: Customers, desk: Desk, month: Month, seed: int) -> tuple[pa.Table, pa.Table]:
    """A wave among a sample of the customers on book: the wave and its responses."""
    random = stream(seed, "survey", month.index)
    desk.waves += 1
    asked = customers.on_book(month.last, month.last) & (customers.onboarded <= month.first)
    answers = (
        random.random(customers.count) < laws.survey_sample_share * np.array(laws.survey_response_share)[customers.kind]
    )
    who = np.flatnonzero(asked & answers)
    s = customers.satisfaction[who]
    scores = [
        1 + ordered_scores(s, laws.csat_noise, laws.csat_thresholds, random),
        ordered_scores(s, laws.nps_noise, laws.nps_thresholds, random),
    ]
    scores += [rounded_scores(laws.acsi_mean + laws.acsi_effect * s, laws.acsi_noise, 1, 10, random) for _ in range(3)]
    even = np.zeros(who.size)
    scores += [
        rounded_scores(laws.expectation_mean + even, laws.expectation_noise, 1, 7, random) for _ in SERVQUAL_DIMENSIONS
    ]
    scores += [
        rounded_scores(laws.perception_mean + laws.perception_effect * s, laws.perception_noise, 1, 7, random)
        for _ in SERVQUAL_DIMENSIONS
    ]
    day = month.first + random.integers(0, 20, who.size)
    banks = stream(seed, "banks").integers(1, MOST_BANKS + 1, customers.count)[who]
    place = rounded_scores((banks + 1) / 2 - s, 0.5, 1, MOST_BANKS, random)
    scores += [banks, np.minimum(place, banks)]
    questions = len(QUESTIONS)
    numbers = desk.responses + 1 + np.arange(who.size * questions)
    desk.responses += numbers.size
    responses = pa.table(
        {
            "response_id": c.identifiers("S", numbers, 10),
            "wave_id": c.constant(f"W{desk.waves:02d}", numbers.size),
            "customer_id": customer_ids(np.repeat(who, questions)),
            "question_code": c.labels(np.tile(np.arange(questions), who.size), [question[0] for question in QUESTIONS]),
            "response_date": c.dates(np.repeat(day, questions)),
            "score": c.whole(np.stack(scores, axis=1).ravel() if who.size else np.zeros(0, dtype=np.int64)),
            "product_id": c.constant("P101", numbers.size),
        }
    )
    wave = pa.table(
        {
            "wave_id": [f"W{desk.waves:02d}"],
            "wave_name": [f"Customer survey {month.end:%Y-%m}"],
            "start_date": [as_date(month.first)],
            "end_date": [as_date(month.first + 20)],
            "method_code": ["sample"],
            "mode_code": ["questionnaire"],
            "frame_code": ["customers_on_book"],
        }
    )
    return wave, responses


def employee_survey(employees: Employees, desk: Desk, month: Month, seed: int) -> pa.Table:
    """Two questions to everybody employed at the month's end: respected and satisfied, 1 to 5."""
    random = stream(seed, "employee survey", month.index)
    who = np.flatnonzero((employees.hired <= month.first) & (employees.left > month.last))
    respected = np.clip(np.rint(3.5 + 0.9 * employees.respect[who] + random.normal(0, 0.5, who.size)), 1, 5)
    satisfied = np.clip(np.rint(3.4 + 0.7 * employees.respect[who] + random.normal(0, 0.7, who.size)), 1, 5)
    numbers = desk.employee_responses + 1 + np.arange(who.size * 2)
    desk.employee_responses += numbers.size
    return pa.table(
        {
            "response_id": c.identifiers("R", numbers, 8),
            "wave_id": c.constant(f"W{desk.waves:02d}", numbers.size),
            "employee_id": employee_ids(np.repeat(who, 2)),
            "response_date": c.dates(np.repeat(month.first + random.integers(0, 20, who.size), 2)),
            "question_code": c.labels(np.tile([0, 1], who.size), ("respected", "satisfied")),
            "score": c.whole(np.stack([respected, satisfied], axis=1).ravel().astype(np.int64)),
        }
    )


def campaign(laws: Laws, customers: Customers, desk: Desk, month: Month, seed: int) -> tuple[pa.Table, pa.Table]:
    """A campaign of the month with its contacts, a share of them a control group that is left alone."""
    random = stream(seed, "campaign", month.index)
    product = ("P231", "P301", "P123", "P211")[month.index // 3 % 4]
    number = f"M{month.index // 3 + 1:04d}"
    eligible = (customers.kind == INDIVIDUAL) & (customers.onboarded <= month.first) & (customers.closed > month.last)
    who = np.flatnonzero(eligible & (random.random(customers.count) < 0.2))
    control = random.random(who.size) < laws.campaign_control_share
    chance = np.where(control, laws.campaign_response_control, laws.campaign_response_treated)
    numbers = desk.contacts + 1 + np.arange(who.size)
    desk.contacts += who.size
    contacts = pa.table(
        {
            "contact_id": c.identifiers("N", numbers, 8),
            "campaign_id": c.constant(number, who.size),
            "customer_id": customer_ids(who),
            "contact_date": c.dates(month.first + random.integers(0, 20, who.size)),
            "is_control": c.flags(control),
            "has_responded": c.flags(random.random(who.size) < chance),
        }
    )
    header = pa.table(
        {
            "campaign_id": [number],
            "campaign_name": [f"{month.end:%Y-%m} {product}"],
            "product_id": [product],
            "start_date": [as_date(month.first)],
            "end_date": [as_date(month.last)],
            "objective_code": [OBJECTIVES[month.index // 3 % len(OBJECTIVES)]],
        }
    )
    return header, contacts


def stated_needs(customers: Customers, desk: Desk, month: Month, seed: int) -> pa.Table:
    """Products that customers say they want."""
    random = stream(seed, "needs", month.index)
    on_book = (customers.onboarded <= month.first) & (customers.closed > month.last)
    who = np.flatnonzero(on_book & (random.random(customers.count) < 0.02))
    numbers = desk.needs + 1 + np.arange(who.size)
    desk.needs += who.size
    return pa.table(
        {
            "need_id": c.identifiers("D", numbers, 8),
            "customer_id": customer_ids(who),
            "stated_date": c.dates(month.first + random.integers(0, 27, who.size)),
            "product_group": c.labels(random.integers(0, len(GROUPS), who.size), GROUPS),
            "note_text": c.labels(random.integers(0, len(NEED_NOTES), who.size), NEED_NOTES),
        }
    )


def employee_names(employees: Employees, seed: int) -> list[str]:
    """Names of all employees."""
    random = stream(seed, "employee names")
    return people_names(random.integers(0, 2, employees.count), random)


def employee_table(employees: Employees, names: list[str], rows: Ints, day: int) -> pa.Table:
    """Employees as known on a day."""
    return pa.table(
        {
            "employee_id": employee_ids(rows),
            "employee_name": [names[row] for row in rows.tolist()],
            "branch_id": branch_ids(employees.branch[rows]),
            "role_code": c.labels(employees.role[rows], ROLES),
            "hired_date": c.dates(employees.hired[rows]),
            "left_date": c.dates(np.where(employees.left[rows] <= day, employees.left[rows], NEVER)),
        }
    )


def assignment_table(assignments: Assignments, rows: Ints, day: int) -> pa.Table:
    """Assignments as known on a day."""
    until = np.where(assignments.assigned_to[rows] <= day, assignments.assigned_to[rows], NEVER)
    return pa.table(
        {
            "employee_id": employee_ids(assignments.employee[rows]),
            "customer_id": customer_ids(assignments.customer[rows]),
            "valid_from": c.dates(assignments.assigned_from[rows]),
            "valid_to": c.dates(until),
        }
    )
