"""How long the usage models of a large bank take to fit and to score, beside the lifetimes package on the same rows.

    python -m tests.benchmarks.lifetime [--customers 1000000] [--model pareto_nbd] [--times daily|continuous]
        [--only scoring]

Both run in one process with one thread of linear algebra; ratios are of processor seconds, wall seconds stand beside.
With --only scoring their fit is skipped and both score with our parameters.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import lifetimes
import numpy as np

from lifetime import fit
from lifetime.estimation import FloatArray
from lifetime.usage import UsageFit

THEIRS = {"bg_nbd": lifetimes.BetaGeoFitter, "pareto_nbd": lifetimes.ParetoNBDFitter}
AT_LEAST = {
    ("pareto_nbd", "daily"): 60,
    ("bg_nbd", "daily"): 25,
    ("pareto_nbd", "continuous"): 10,
    ("bg_nbd", "continuous"): 6,
}
HORIZON_DAYS = 365.0
SEED = 20_050_501


def histories(model: str, customers: int, is_daily: bool) -> tuple[FloatArray, FloatArray, FloatArray]:
    """x, t_x and T in days of customers of up to two years, by the model's own law."""
    random = np.random.default_rng(SEED)
    age = random.uniform(30, 730, customers)
    rate = random.gamma(0.6, 1 / 40, customers)
    if model == "pareto_nbd":
        watched = np.minimum(age, random.exponential(1 / random.gamma(0.7, 1 / 150, customers)))
        x = random.poisson(rate * watched).astype(float)
        recency = watched * random.beta(np.maximum(x, 1), 1)  # the last of x uniform times
    else:
        chance = random.beta(0.8, 3.0, customers)
        x, recency, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
        going = np.arange(customers)
        while len(going):
            now[going] += random.exponential(1 / np.maximum(rate[going], 1e-12))
            going = going[now[going] < age[going]]
            x[going] += 1
            recency[going] = now[going]
            going = going[random.random(len(going)) >= chance[going]]
    recency = np.where(x > 0, recency, 0.0)
    if is_daily:
        age, recency = np.ceil(age), np.ceil(recency)
    return x, recency, age


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    began, began_cpu = time.monotonic(), time.process_time()
    result = work()
    return result, time.monotonic() - began, time.process_time() - began_cpu


def compare(model: str, customers: int, times: str, is_scoring_only: bool) -> None:
    x, *_ = rows = histories(model, customers, times == "daily")
    unique = len(np.unique(np.stack(rows), axis=1).T) if customers <= 100_000 else None
    print(f"{model}, {customers:,} customers, {times} times" + (f", {unique:,} different rows" if unique else ""))
    ours, wall, cpu = timed(lambda: fit(model, *rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"  fit    ours   {wall:9.2f} s {cpu:9.2f} s of processor  LL {ours.log_likelihood:.4f}  {peak:.2f} GB",
        flush=True,
    )
    fitter = THEIRS[model]()
    if is_scoring_only:
        fitter.params_ = ours.params
    else:
        _, their_wall, their_cpu = timed(lambda: fitter.fit(*rows))
        # lifetimes fits in a unit of time of its own; a change of it moves the log-likelihood by the repeats alone
        total = -fitter._negative_log_likelihood_ * (1 if model == "pareto_nbd" else customers)
        scaled = total + x.sum() * np.log(fitter._scale)
        print(f"  fit    theirs {their_wall:9.2f} s {their_cpu:9.2f} s of processor  LL {scaled:.4f}", flush=True)
        report("fit", their_wall / wall, their_cpu / cpu, AT_LEAST[model, times])
        is_no_lower = ours.log_likelihood >= scaled - 0.01
        print(f"  log-likelihood: {'no lower' if is_no_lower else 'LOWER'} by {ours.log_likelihood - scaled:+.4f}")
    compare_scores(ours, fitter, rows)


def compare_scores(ours: UsageFit, theirs: Any, rows: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    """P(alive) and the expected transactions until the horizon of the same rows."""
    (alive, expected), wall, cpu = timed(
        lambda: (ours.probability_alive(*rows), ours.conditional_expected_transactions(HORIZON_DAYS, *rows))
    )
    print(f"  score  ours   {wall:9.2f} s {cpu:9.2f} s of processor", flush=True)
    (their_alive, their_expected), their_wall, their_cpu = timed(
        lambda: (
            theirs.conditional_probability_alive(*rows),
            theirs.conditional_expected_number_of_purchases_up_to_time(HORIZON_DAYS, *rows),
        )
    )
    print(f"  score  theirs {their_wall:9.2f} s {their_cpu:9.2f} s of processor", flush=True)
    report("score", their_wall / wall, their_cpu / cpu, 3)
    print(
        f"  largest difference of P(alive): {np.nanmax(np.abs(alive - their_alive)):.2e},"
        f" of the expected transactions: {np.nanmax(np.abs(expected - their_expected)):.2e}",
        flush=True,
    )


def report(what: str, wall: float, cpu: float, at_least: float) -> None:
    verdict = "met" if cpu >= at_least else "MISSED"
    print(f"  {what}: {cpu:.1f} times by processor, {wall:.1f} by the clock; at least {at_least}: {verdict}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--model", choices=sorted(THEIRS), action="append")
    parser.add_argument("--times", choices=["daily", "continuous"], action="append")
    parser.add_argument("--only", choices=["scoring"])
    options = parser.parse_args()
    for model in options.model or sorted(THEIRS):
        for times in options.times or ["daily", "continuous"]:
            compare(model, options.customers, times, options.only == "scoring")


if __name__ == "__main__":
    main()
