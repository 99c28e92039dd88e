"""Check digits: published identifiers pass, any single slip of the pen is found, nothing given is nothing judged."""

from datetime import date
from string import ascii_uppercase, digits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.staging.engine_macros import engine_macros, over_values

MACROS = engine_macros()
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def judged(kind: str, *identifiers: str | None) -> list[bool | None]:
    return over_values(getattr(MACROS, f"valid_{kind}")("value"), identifiers)


def mod_97(text: str) -> int:
    """ISO 7064 MOD 97-10 by Python's long integers."""
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


def iban(country: str, account: str) -> str:
    return f"{country}{98 - mod_97(f'{account}{country}00'):02}{account}"


def lei(body: str) -> str:
    return f"{body}{98 - mod_97(f'{body}00'):02}"


def uscc(body: str) -> str:
    """GB 32100: the check character completes the sum of value x 3^place to a multiple of 31."""
    total = sum(USCC_LETTERS.index(letter) * pow(3, place) for place, letter in enumerate(body))
    return body + USCC_LETTERS[-total % 31]


def national_id(area: int, birth: date, order: int) -> str:
    """GB 11643: ISO 7064 MOD 11-2, the value of a place being 2 to its distance from the right."""
    body = f"{area}{birth:%Y%m%d}{order:03}"
    total = sum(int(digit) * pow(2, 17 - place) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


LETTERS_AND_DIGITS = ascii_uppercase + digits
IDENTIFIERS = {
    "iban": st.builds(
        iban,
        st.text(ascii_uppercase, min_size=2, max_size=2),
        st.text(LETTERS_AND_DIGITS, min_size=11, max_size=30),
    ),
    "lei": st.builds(lei, st.text(LETTERS_AND_DIGITS, min_size=18, max_size=18)),
    "uscc": st.builds(
        lambda kind, area, code: uscc(f"{kind}{area}{code}"),
        st.text(USCC_LETTERS, min_size=2, max_size=2),
        st.integers(100_000, 999_999),
        st.text(USCC_LETTERS, min_size=9, max_size=9),
    ),
    "national_id": st.builds(
        national_id,
        st.integers(110_000, 820_000),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        st.integers(0, 999),
    ),
}


def with_another(identifier: str, place: int, step: int) -> str:
    """The identifier with one character replaced by another of its kind."""
    old = identifier[place]
    kind = digits if old.isdigit() else ascii_uppercase
    new = kind[(kind.index(old) + step % (len(kind) - 1) + 1) % len(kind)]
    return identifier[:place] + new + identifier[place + 1 :]


@pytest.mark.parametrize(
    ("kind", "published"),
    [
        ("iban", "GB82WEST12345698765432"),
        ("iban", "DE89370400440532013000"),
        ("lei", "506700GE1G29325QX363"),
        ("uscc", "91350100M000100Y43"),
        ("national_id", "11010519491231002X"),
    ],
)
def test_published_identifiers_pass(kind: str, published: str) -> None:
    assert judged(kind, published, None) == [True, None]


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_what_python_completes_sql_accepts_and_a_wrong_character_it_does_not(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(IDENTIFIERS[kind], min_size=1, max_size=20), st.integers(0, 1_000), st.integers(0, 1_000))
    def check(identifiers: list[str], place: int, step: int) -> None:
        assert judged(kind, *identifiers) == [True] * len(identifiers)
        wrong = [with_another(identifier, place % len(identifier), step) for identifier in identifiers]
        assert judged(kind, *wrong) == [False] * len(wrong)

    check()


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_any_other_text_is_judged_without_an_error(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), max_size=20))
    def check(texts: list[str]) -> None:
        assert judged(kind, *texts) == [False] * len(texts)

    check()


def test_a_birthday_that_never_was_is_no_national_id() -> None:
    body = "110105" + "19490231" + "002"
    total = sum(int(digit) * pow(2, 17 - place) for place, digit in enumerate(body))
    assert judged("national_id", body + "10X98765432"[total % 11]) == [False]


def test_check_digits_that_the_standard_cannot_give_are_refused() -> None:
    # 00, 01 and 99 leave the same remainder as 97, 98 and 02.
    assert judged("iban", "GB82WEST12345698765432", "GB 82WEST12345698765432", "gb82WEST12345698765432") == [
        True,
        False,
        False,
    ]
    account = next(text for text in (f"{number:014}" for number in range(1_000)) if mod_97(f"{text}GB00") == 0)
    assert judged("iban", f"GB98{account}", f"GB01{account}") == [True, False]
