from collections.abc import Callable

import numpy as np
import pytest

from simulator.identifiers import (
    iban_check,
    ibans,
    lei_check,
    leis,
    national_id_check,
    national_ids,
    organisation_check,
    uscc_check,
    usccs,
    with_wrong_check,
)
from tests.unit.simulator.check_digits import valid_iban, valid_lei, valid_national_id, valid_uscc

LEI, IBAN, USCC = "506700GE1G29325QX363", "GB82WEST12345698765432", "91350100M000100Y43"
NATIONAL_ID = "11010519491231002X"  # the example of GB 11643


def test_published_identifiers_get_their_published_check_digits() -> None:
    assert lei_check(LEI[:18]) == LEI[18:]
    assert iban_check("GB", IBAN[4:]) == IBAN[2:4]
    assert uscc_check(USCC[:17]) == USCC[17]
    assert organisation_check(USCC[8:16]) == USCC[16]
    assert national_id_check(NATIONAL_ID[:17]) == NATIONAL_ID[17]


@pytest.mark.parametrize(
    ("identifier", "is_valid"),
    [(LEI, valid_lei), (IBAN, valid_iban), (USCC, valid_uscc), (NATIONAL_ID, valid_national_id)],
)
def test_one_raised_digit_is_noticed(identifier: str, is_valid: Callable[[str], bool]) -> None:
    assert is_valid(identifier)
    for place, character in enumerate(identifier):
        if character.isdigit():
            assert not is_valid(with_wrong_check(identifier, place))


def test_made_identifiers_are_valid_and_distinct() -> None:
    numbers = np.arange(1, 3_000)
    births = 3_000 + numbers
    people = national_ids(numbers, births, numbers % 2)
    for made, is_valid in (
        (people, valid_national_id),
        (usccs(numbers), valid_uscc),
        (leis(numbers), valid_lei),
        (ibans(numbers), valid_iban),
    ):
        assert all(is_valid(identifier) for identifier in made)
        assert len(set(made)) == numbers.size
    assert all((int(person[16]) % 2 == 0) == (number % 2 == 1) for person, number in zip(people, numbers, strict=True))


def test_no_identifier_can_belong_to_anybody() -> None:
    numbers = np.array([1, 77_777])
    assert all(person.startswith("99") for person in national_ids(numbers, numbers, numbers % 2))
    assert all(code[2:8] == "990000" for code in usccs(numbers))
    assert all(iban[4:8] == "DEMO" for iban in ibans(numbers))
