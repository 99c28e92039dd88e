"""A text is found by its hash alone, between word boundaries, whatever stands around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.erasure.pseudonyms import ERASED, Finder, Pseudonyms, may_be_any_number, shape_of

PSEUDONYMS = Pseudonyms("tests", "demo")
KNOWN = ("C00000048", "+86 000 00489894", "刘晓丽", "c48@example.com", "990000199110230289")


def finder(*texts: str) -> Finder:
    return Finder.of(PSEUDONYMS, [(shape_of(text), PSEUDONYMS.text(text)) for text in texts])


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("C00000048", "(erased)"),
        ("call c00000048, please", "call (erased), please"),
        ("XC00000048 and C000000489", "XC00000048 and C000000489"),
        ("tel. +86 000 00489894.", "tel. (erased)."),
        ("客户刘晓丽投诉", "客户(erased)投诉"),
        ("刘晓 丽", "刘晓 丽"),
        ("C48@EXAMPLE.COM;C00000048", "(erased);(erased)"),
        ("id990000199110230289", "id990000199110230289"),
        ("", ""),
    ],
)
def test_known_texts_are_cut_out(text: str, without: str) -> None:
    assert finder(*KNOWN).without(text) == without


@given(st.text(max_size=30), st.sampled_from(KNOWN), st.text(max_size=30))
def test_a_text_between_spaces_is_always_found_and_never_twice(before: str, known: str, after: str) -> None:
    found = finder(*KNOWN)
    without = found.without(f"{before} {known} {after}")
    assert ERASED in without
    assert not found.is_in(without)


@given(st.text(alphabet=st.characters(max_codepoint=0x9FFF), max_size=60))
def test_what_is_not_known_stays(text: str) -> None:
    if not any(known.lower() in text.lower() for known in KNOWN):
        assert finder(*KNOWN).without(text) == text


def test_another_secret_source_kind_or_number_gives_another_pseudonym() -> None:
    given_ones = {
        PSEUDONYMS.number("customer", "45"),
        PSEUDONYMS.number("customer", "46"),
        PSEUDONYMS.number("account", "45"),
        Pseudonyms("other", "demo").number("customer", "45"),
        Pseudonyms("tests", "berka").number("customer", "45"),
    }
    assert len(given_ones) == 5
    assert all(len(one) == len("erased-") + 16 for one in given_ones)


def test_a_shape_tells_digits_from_the_rest_alone() -> None:
    assert shape_of("C12-刘") == "a00au"


@pytest.mark.parametrize(
    ("text", "expected"), [("10023456", True), ("1,024.50", True), ("9" * 15, False), ("C1", False)]
)
def test_a_bare_number_may_be_anything_unless_it_is_long(text: str, expected: bool) -> None:
    assert may_be_any_number(text) is expected
