"""The market: competitors, their shares, offers, campaigns and strength, the company register, events.
Synthetic."""

import numpy as np
import pyarrow as pa

from simulator import columns as c
from simulator.exact import Ints, cents
from simulator.names import CITIES, FIRM_FORMS, FIRM_WORDS, INDUSTRIES, REGION_CODES
from simulator.randomness import stream
from simulator.timeline import Month, as_date

COMPETITORS = (
    ("Q01", "Banque Générale d'Asie", "foreign_bank", "CN-SH"),
    ("Q02", "North Sea Commercial Bank", "joint_stock_bank", "CN-BJ"),
    ("Q03", "People's Harbour Bank", "state_bank", "CN-BJ"),
    ("Q04", "Lotus City Bank", "city_bank", "CN-ZJ"),
    ("Q05", "Mühlen & Söhne Bank", "foreign_bank", "CN-GD"),
    ("Q06", "Quick Wallet", "internet_bank", "CN-ZJ"),
)
OWN = "OWN"
# In the fifth month a competitor is taken over; its volume is told apart afterwards, its parent is not.
MERGER_MONTH, MERGER_DAY = 4, 9
ACQUIRER, TARGET = COMPETITORS[2], COMPETITORS[1]
MARKET_GROUPS = ("current", "savings", "term_deposit", "mortgage", "consumer_loan", "corporate_loan")
BASE_RATE = (2_000, 5_500, 16_500, 38_500, 72_000, 43_500)
COMPONENTS = ("capital", "network", "digital", "service", "brand")
EVENTS = (
    ("policy", "Reserve ratio lowered by half a point", "CN-BJ"),
    ("merger", "Two textile groups announce a merger", "CN-JS"),
    ("area_change", "County becomes a city district", "CN-SC"),
    ("joint_venture", "Motor parts joint venture founded", "CN-GD"),
)


def competitor_table(month: Month) -> pa.Table:
    """All competitors, each by itself; in the month of the merger the one that has got a parent."""
    names = ("competitor_id", "competitor_name", "competitor_type", "region")
    rows, parent = ((TARGET,), ACQUIRER[0]) if month.index == MERGER_MONTH else (COMPETITORS, None)
    return pa.table(
        {name: [row[place] for row in rows] for place, name in enumerate(names)}
        | {"parent_id": pa.array([parent] * len(rows), pa.string())}
    )


def share_table(month: Month, customers: int, seed: int) -> pa.Table:
    """Volumes by product group, region and bank (OWN is this bank) at the end of a quarter."""
    weights = stream(seed, "market").dirichlet(
        np.full(len(COMPETITORS) + 1, 2.0), (len(MARKET_GROUPS), len(REGION_CODES))
    )
    drift = stream(seed, "market share", month.index).lognormal(0, 0.05, weights.shape)
    volume = weights * drift * customers * 4e6 * (1 + month.index / 200)
    banks = [*(row[0] for row in COMPETITORS), OWN]
    group, region, bank = (axis.ravel() for axis in np.indices(volume.shape))
    return pa.table(
        {
            "period_end_date": c.dates(np.full(group.size, month.last)),
            "product_group": c.labels(group, MARKET_GROUPS),
            "region": c.labels(region, REGION_CODES),
            "competitor_id": c.labels(bank, banks),
            "volume_amount": c.money(cents(np.rint(volume.ravel()))),
            "currency": c.constant("CNY", group.size),
        }
    )


def offer_table(month: Month, seed: int) -> pa.Table:
    """Rates and quality of the competitors' offers from the first of a quarter's last month."""
    random = stream(seed, "offers", month.index)
    bank, group = (axis.ravel() for axis in np.indices((len(COMPETITORS), len(MARKET_GROUPS))))
    rate = np.array(BASE_RATE)[group] + random.integers(-6, 7, group.size) * 250
    return pa.table(
        {
            "competitor_id": c.labels(bank, [row[0] for row in COMPETITORS]),
            "product_group": c.labels(group, MARKET_GROUPS),
            "offer_from": c.dates(np.full(group.size, month.first)),
            "offered_rate": c.decimals(np.maximum(rate, 500), 6),
            "quality_score": c.decimals(random.integers(30, 96, group.size), 1),
        }
    )


def competitor_campaign_table(month: Month, seed: int) -> pa.Table:
    """One campaign of a competitor per quarter."""
    random = stream(seed, "competitor campaigns", month.index)
    bank, group = int(random.integers(len(COMPETITORS))), int(random.integers(len(MARKET_GROUPS)))
    return pa.table(
        {
            "campaign_id": [f"QM{month.index // 3 + 1:03d}"],
            "competitor_id": [COMPETITORS[bank][0]],
            "campaign_name": [f"{COMPETITORS[bank][1]} {month.end.year}"],
            "product_group": [MARKET_GROUPS[group]],
            "start_date": [as_date(month.first)],
            "end_date": [as_date(month.first + 60)],
        }
    )


def strength_table(month: Month, seed: int) -> pa.Table:
    """Scores of each competitor's strength by component, yearly."""
    random = stream(seed, "strength", month.index)
    bank, component = (axis.ravel() for axis in np.indices((len(COMPETITORS), len(COMPONENTS))))
    return pa.table(
        {
            "competitor_id": c.labels(bank, [row[0] for row in COMPETITORS]),
            "assessed_date": c.dates(np.full(bank.size, month.last)),
            "component_code": c.labels(component, COMPONENTS),
            "score": c.decimals(random.integers(20, 100, bank.size), 1),
        }
    )


def register_table(rows: Ints, count: int, seed: int) -> pa.Table:
    """Some of the `count` companies of the register, all columns text."""
    random = stream(seed, "register")
    word, form = random.integers(0, len(FIRM_WORDS), count), random.integers(0, len(FIRM_FORMS), count)
    industry, region = (
        random.integers(0, len(INDUSTRIES), count),
        random.integers(0, len(REGION_CODES), count),
    )
    staff = np.maximum(np.exp(random.normal(3.2, 1.5, count)), 1).astype(np.int64)
    per_head = np.array([revenue for _, _, revenue, _ in INDUSTRIES])[industry]
    revenue = np.rint(staff * per_head * random.lognormal(0, 0.4, count) / 1_000) * 1_000
    names = [
        " ".join(
            (
                CITIES[region[row]],
                FIRM_WORDS[word[row]],
                INDUSTRIES[industry[row]][1],
                FIRM_FORMS[form[row]],
            )
        )
        for row in rows.tolist()
    ]
    return pa.table(
        {
            "register_number": c.identifiers("G", rows + 1, 8),
            "company_name": names,
            "industry_code": c.labels(industry[rows], [code for code, _, _, _ in INDUSTRIES]),
            "region": c.labels(region[rows], REGION_CODES),
            "employee_count": c.whole(staff[rows]).cast(pa.string()),
            "revenue_amount": c.money(cents(revenue[rows])).cast(pa.string()),
            "currency": c.constant("CNY", rows.size),
        }
    )


def event_table(month: Month, number: int) -> pa.Table:
    """One market event, and the merger of two competitors in its month."""
    kind, label, region = EVENTS[number % len(EVENTS)]
    rows: list[tuple[object, ...]] = [
        (f"V{number + 1:04d}", as_date(month.first + 11), kind, label, region, None, None)
    ]
    if month.index == MERGER_MONTH:
        label = f"{ACQUIRER[1]} takes over {TARGET[1]}"
        day = as_date(month.first + MERGER_DAY)
        rows.append(("M0001", day, "merger", label, TARGET[3], ACQUIRER[0], TARGET[0]))
    names = ("event_id", "event_date", "event_type", "event_label", "region", "acquirer_id", "target_id")
    parties = ("acquirer_id", "target_id")
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.string() if name in parties else None)
            for place, name in enumerate(names)
        }
    )
