"""The segment of every customer at the last month end, from landed files, by definitions written down a second time."""

from collections import Counter
from collections.abc import Callable

from tests.unit.simulator.evidence import Evidence
from tests.unit.simulator.landing import Row

EURO = 8  # CNY for one EUR, roughly: bounds of the EU are in EUR
SECTORS = {"A": "primary", "B": "secondary", "C": "secondary", "D": "secondary", "E": "secondary"}
SERVICES_OF_SECTIONS_A_TO_C = ("A05", "B11", "C43")  # three-sector rules of the National Bureau of Statistics, 2018
OUTLOOKS = {"B06": "sunset", "C17": "declining", "C39": "sunrise", "I65": "sunrise"}
# large, medium, small from: staff, revenue and total assets in CNY 10,000 (China, 2011, no. 300)
INDUSTRIAL = ((1000, 40_000, 0), (300, 2_000, 0), (20, 300, 0))
OTHER = ((300, 0, 0), (100, 0, 0), (10, 0, 0))
SIZES = {
    "A": ((0, 20_000, 0), (0, 500, 0), (0, 50, 0)),
    "B": INDUSTRIAL,
    "C": INDUSTRIAL,
    "D": INDUSTRIAL,
    "E": ((0, 80_000, 80_000), (0, 6_000, 5_000), (0, 300, 300)),
    "F51": ((200, 40_000, 0), (20, 5_000, 0), (5, 1_000, 0)),
    "F52": ((300, 20_000, 0), (50, 500, 0), (10, 100, 0)),
    **dict.fromkeys("MNOPQR", OTHER),
}
EU_CEILINGS = (("micro", 10, 2e6, 2e6), ("small", 50, 10e6, 10e6), ("medium", 250, 50e6, 43e6))
STAGES = {  # signs of operating, investing and financing cash flow (Dickinson 2011)
    "--+": "introduction",
    "+-+": "growth",
    "+--": "maturity",
    "-++": "decline",
    "-+-": "decline",
}


def band(value: float, *bounds: tuple[str, float]) -> str:
    """The last band whose lower bound the value reaches."""
    return [name for name, bound in bounds if value >= bound][-1]


class Segments(Evidence):
    """Segments by customer number, scheme by scheme."""

    def industry_sector(self) -> dict[str, str]:
        codes = {number: row["industry_code"] for number, row in self.firms.items()}
        served = {number for number, code in codes.items() if code in SERVICES_OF_SECTIONS_A_TO_C}
        return {n: "tertiary" if n in served else SECTORS.get(code[0], "tertiary") for n, code in codes.items()}

    def industry_outlook(self) -> dict[str, str]:
        return {number: OUTLOOKS.get(row["industry_code"], "mature") for number, row in self.firms.items()}

    def income_band(self) -> dict[str, str]:
        bounds = (("low", 0), ("lower_middle", 5e4), ("middle", 1e5), ("upper_middle", 3e5), ("high", 5e5))
        known = self.incomes.keys() & self.persons.keys()
        return {number: band(float(self.incomes[number]["annual_income_amount"]), *bounds) for number in known}

    def wealth_band(self) -> dict[str, str]:
        bounds = (("mass", 0), ("affluent", 6e5), ("high_net_worth", 6e6))
        known = self.incomes.keys() & self.persons.keys()
        return {number: band(float(self.incomes[number]["wealth_amount"]), *bounds) for number in known}

    def age_band(self) -> dict[str, str]:
        lows = (25, 35, 45, 55)
        bounds = (("under_25", 0), *((f"{low}_to_{low + 9}", low) for low in lows), ("65_and_over", 65))
        return {number: band(self.years_since(row["birth_date"]), *bounds) for number, row in self.persons.items()}

    def residence_type(self) -> dict[str, str]:
        return {number: row["residence_type"] for number, row in self.persons.items()}

    def household_life_cycle(self) -> dict[str, str]:
        return {number: self.life_stage(row) for number, row in self.persons.items()}

    def life_stage(self, row: Row) -> str:
        """Wells & Gubar (1966): a child is dependent until 18, a person older from 45 on."""
        is_older = self.years_since(row["birth_date"]) >= 45
        is_retired, is_married = row["employment_status"] == "retired", row["marital_status"] == "married"
        if row["children_count"] == "0":
            if row["marital_status"] != "widowed" and not is_older:
                return "newly_married" if is_married else "bachelor"
        elif (youngest := self.years_since(row["youngest_child_birth_date"])) < 18:
            return "full_nest_3" if is_older else "full_nest_2" if youngest >= 6 else "full_nest_1"
        if is_married:
            return "empty_nest_2" if is_retired else "empty_nest_1"
        return "solitary_survivor_retired" if is_retired else "solitary_survivor_working"

    def behaviour_band(self) -> dict[str, str]:
        year, bands = self.months_before(11), {}
        for number in self.persons:
            counts = Counter[str]()
            for (month, channel), count in self.channels[number].items():
                counts[channel] += count * (month >= year)
            alone = sum(counts[channel] for channel in ("atm", "online", "mobile"))
            total = counts.total()
            bands[number] = (
                band(alone / total, ("branch", 0), ("mixed", 0.4), ("digital", 0.8)) if total else "inactive"
            )
        return bands

    def organisation(self) -> dict[str, str]:
        kinds = {number: row["customer_type"] for number, row in self.customers.items() if number not in self.firms}
        grouped = {number: "group" for number in self.firms if number in self.group_members}
        return {**self.sizes(), **kinds, **grouped}

    def sizes(self) -> dict[str, str]:
        """Every bound of a size must be met; of industries whose bounds are written down here."""
        found = {}
        for number, row, figures in self.firms_with_statement():
            code = row["industry_code"]
            bounds = SIZES.get(code, SIZES.get(code[0]))
            if bounds is None:
                continue
            amounts = [float(figures[name]) / 1e4 for name in ("revenue_amount", "total_assets_amount")]
            inputs = (int(figures["employee_count"]), *amounts)
            met = [all(have >= need for have, need in zip(inputs, size, strict=True)) for size in bounds]
            found[number] = ("large", "medium", "small", "micro")[[*met, True].index(True)]
        return found

    def organisation_eu(self) -> dict[str, str]:
        found = self.organisation()
        for number, _, figures in self.firms_with_statement():
            revenue, assets = (float(figures[name]) / EURO for name in ("revenue_amount", "total_assets_amount"))
            staff = int(figures["employee_count"])
            fits = [
                name for name, few, sold, owned in EU_CEILINGS if staff < few and (revenue <= sold or assets <= owned)
            ]
            if found.get(number) != "group":
                found[number] = fits[0] if fits else "large"
        return found

    def company_life_cycle(self) -> dict[str, str]:
        flows = [f"{activity}_cash_flow_amount" for activity in ("operating", "investing", "financing")]
        return {
            number: STAGES.get("".join("+" if float(figures[flow]) > 0 else "-" for flow in flows), "shake_out")
            for number, _, figures in self.firms_with_statement()
        }

    def tenure_life_cycle(self) -> dict[str, str]:
        now, before, found = self.deposits(0), self.deposits(12), {}
        for number, row in self.customers.items():
            growth = now[number] / before[number] - 1 if before[number] else 0
            found[number] = band(growth, ("decline", -1), ("maturity", -0.1), ("growth", 0.1))
            if row["onboarded_date"][:7] > self.months_before(12):
                found[number] = "entry"
        return found

    def geography_reach(self) -> dict[str, str]:
        return {
            number: "domestic"
            if row["registration_country"] == "CN" and float(row["foreign_ownership_share"] or 0) < 0.25
            else "multinational"
            for number, row in self.customers.items()
        }

    def geography_locality(self) -> dict[str, str]:
        region = {row["branch_id"]: row["region"] for _, row in self.bank.good("branch")}
        return {
            number: "local" if row["residence_region"] == region[row["branch_id"]] else "non_local"
            for number, row in self.customers.items()
        }

    def service_line(self) -> dict[str, str]:
        lines = {"individual": "retail", "public_body": "government", "financial_institution": "interbank"}
        whole = {
            number: lines[row["customer_type"]] for number, row in self.customers.items() if number not in self.firms
        }
        return whole | {n: "corporate" if size in ("large", "medium") else "retail" for n, size in self.sizes().items()}

    def financial_awareness(self) -> dict[str, str]:
        found = {}
        for number in self.persons:
            held = self.products[number]
            chosen = [p for p in held if "true" in (p["is_complex"], p["is_self_directed"])]
            found[number] = "aware" if held and len(chosen) / len(held) >= 0.25 else "learning"
        return found

    def relationship_state(self) -> dict[str, str]:
        settles = self.bank.winners("complaint", "complaint_id").values()
        dragging = {
            row["customer_id"]
            for row in settles
            if (self.day(row["closed_date"]) - self.day(row["opened_date"])).days > 60
        }
        overdue = {
            self.holder[row["account_id"]] for _, row in self.bank.good("loan") if int(row["days_past_due"]) > 90
        }
        found = {}
        for number in self.customers:
            before, now = self.transactions(number, 14, 12), self.transactions(number, 2, 0)
            is_drifting = before >= 6 and now < 0.5 * before
            is_against = number in dragging | overdue
            found[number] = "non_cooperative" if is_against else "drifting" if is_drifting else "loyal"
        return found

    def usage_density(self) -> dict[str, str]:
        found = {}
        for number in self.customers:
            active = len({month for month, _ in self.channels[number] if month >= self.months_before(11)})
            score = len(self.products[number]) * active * self.transactions(number, 11, 0)
            found[number] = band(score, ("low", 0), ("medium", 200), ("high", 2_000))
        return found

    def contribution_class(self) -> dict[str, str]:
        """By net income of twelve months as the bank states it; the best tenth by income of the rest is potential."""
        net = dict.fromkeys(self.customers, 0.0)
        for (number, month_end), row in self.bank.winners("contribution_statement", "customer_id", "month_end").items():
            if number in net and month_end[:7] >= self.months_before(11):
                net[number] += float(row["net_income_amount"])
        best = sorted(net, key=lambda number: -net[number])
        rich = sorted(self.incomes.keys() & net.keys(), key=lambda n: -float(self.incomes[n]["annual_income_amount"]))
        ranks, few = {number: rank / len(best) for rank, number in enumerate(best)}, set(rich[: len(rich) // 10])

        def judged(number: str) -> str:
            if net[number] > 0 and ranks[number] < 0.2:
                return "premium" if ranks[number] < 0.05 else "key"
            return "potential" if number in few else "restricted" if net[number] < 0 else "ordinary"

        return {number: judged(number) for number in net}


SCHEMES: dict[str, tuple[Callable[[Segments], dict[str, str]], str]] = {
    "industry_sector": (Segments.industry_sector, "primary secondary tertiary"),
    "industry_outlook": (Segments.industry_outlook, "sunrise mature sunset declining"),
    "income_band": (Segments.income_band, "low lower_middle middle upper_middle high"),
    "wealth_band": (Segments.wealth_band, "mass affluent high_net_worth"),
    "age_band": (Segments.age_band, "under_25 25_to_34 35_to_44 45_to_54 55_to_64 65_and_over"),
    "residence_type": (Segments.residence_type, "urban suburban rural"),
    "behaviour_band": (Segments.behaviour_band, "digital mixed branch inactive"),
    "household_life_cycle": (
        Segments.household_life_cycle,
        "bachelor newly_married full_nest_1 full_nest_2 full_nest_3 empty_nest_1 empty_nest_2 "
        "solitary_survivor_working solitary_survivor_retired",
    ),
    "organisation": (
        Segments.organisation,
        "group large medium small micro individual public_body financial_institution",
    ),
    "organisation_eu": (
        Segments.organisation_eu,
        "group large medium small micro individual public_body financial_institution",
    ),
    "company_life_cycle": (Segments.company_life_cycle, "introduction growth maturity shake_out decline"),
    "tenure_life_cycle": (Segments.tenure_life_cycle, "entry growth maturity decline"),
    "geography_reach": (Segments.geography_reach, "domestic multinational"),
    "geography_locality": (Segments.geography_locality, "local non_local"),
    "service_line": (Segments.service_line, "corporate government interbank retail"),
    "contribution_class": (Segments.contribution_class, "premium key ordinary restricted potential"),
    "financial_awareness": (Segments.financial_awareness, "aware learning"),
    "relationship_state": (Segments.relationship_state, "loyal drifting non_cooperative"),
    "usage_density": (Segments.usage_density, "high medium low"),
}
