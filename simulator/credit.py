"""How loans are drawn and paid back: annuity loans with arrears, cards, revolving credit of firms."""

import numpy as np

from simulator.bookings import DRAWDOWN, LOAN_PAYMENT, Rows, internal
from simulator.exact import NO_DATE, cents
from simulator.scope import Scope


def instalments(scope: Scope) -> list[Rows]:
    """Payments on annuity loans; some are missed, arrears are cured or carried. Updates the arrears."""
    accounts, positions = scope.accounts, scope.positions
    loans = np.concatenate([scope.staying("mortgage"), scope.staying("consumer_loan"), scope.staying("corporate_loan")])
    loans = np.sort(loans[accounts.payment[loans] > 0])
    day = scope.month.first + accounts.pay_day[loans]
    outstanding, arrears = -positions.balance[loans], positions.arrears[loans]
    due = np.minimum(accounts.payment[loans], outstanding - arrears)
    due = np.maximum(due, 0)
    in_arrears = arrears > 0
    lot = scope.random.random(loans.size)
    grade = scope.customers.grade[accounts.owner[loans]]
    misses = np.where(in_arrears, lot > 0.55, lot < scope.laws.missed_payment_probability * 2.0 ** (grade - 2))
    misses &= due > 0
    cures = in_arrears & (lot < scope.laws.cure_probability)
    paid = np.where(misses, 0, due) + np.where(cures, arrears, 0)
    positions.arrears[loans] = np.where(cures, 0, arrears) + np.where(misses, due, 0)
    oldest = positions.oldest_due[loans]
    oldest = np.where(misses & ~in_arrears, day, np.where(cures, NO_DATE, oldest))
    positions.oldest_due[loans] = oldest
    pays = paid > 0
    payer = accounts.current[accounts.owner[loans[pays]]]
    return internal(payer, loans[pays], day[pays], paid[pays], LOAN_PAYMENT)


def card_payments(scope: Scope) -> list[Rows]:
    """Cards are paid in full by most holders and in part by the others."""
    cards = scope.staying("credit_card")
    owed = np.maximum(-scope.positions.balance[cards], 0)
    part = np.where(cards % 10 < 7, 1.0, 0.25)
    paid = np.minimum(cents(owed / 100 * part), owed)
    pays = paid > 0
    payer = scope.accounts.current[scope.accounts.owner[cards[pays]]]
    day = scope.month.first + scope.accounts.pay_day[cards[pays]]
    return internal(payer, cards[pays], day, paid[pays], LOAN_PAYMENT)


def revolving_credit(scope: Scope) -> list[Rows]:
    """Firms draw on their credit lines and pay them back, towards a use that varies from month to month."""
    loans = scope.staying("corporate_loan")
    loans = loans[(scope.accounts.limit[loans] > 0) & (scope.positions.balance[loans] < 0)]
    loans = loans[scope.random.random(loans.size) < 0.5]
    target = cents(scope.accounts.limit[loans] / 100 * scope.random.uniform(0.1, 0.8, loans.size))
    change = target + scope.positions.balance[loans]
    day = scope.month.first + scope.accounts.pay_day[loans]
    current = scope.accounts.current[scope.accounts.owner[loans]]
    draws, repays = change > 0, change < 0
    return [
        *internal(loans[draws], current[draws], day[draws], change[draws], DRAWDOWN),
        *internal(current[repays], loans[repays], day[repays], -change[repays], LOAN_PAYMENT),
    ]
