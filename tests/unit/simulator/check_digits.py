"""Validators of check digits as the standards word them: a whole identifier is congruent to a constant."""

USCC_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}


def _digits(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text))


def valid_iban(iban: str) -> bool:
    """ISO 13616: the rearranged number leaves 1 when divided by 97."""
    return _digits(iban[4:] + iban[:4]) % 97 == 1


def valid_lei(lei: str) -> bool:
    """ISO 17442: the number leaves 1 when divided by 97."""
    return len(lei) == 20 and _digits(lei) % 97 == 1


def valid_national_id(number: str) -> bool:
    """GB 11643: the sum of digit times 2**place is 1 modulo 11, X being 10."""
    values = [10 if character == "X" else int(character) for character in number]
    return len(values) == 18 and sum(value * 2 ** (17 - place) for place, value in enumerate(values)) % 11 == 1


def valid_uscc(code: str) -> bool:
    """GB 32100: the sum of value times 3**place, check character with weight 1, is 0 modulo 31."""
    weighted = sum(USCC_VALUES[character] * 3**place for place, character in enumerate(code[:17]))
    return len(code) == 18 and (weighted + USCC_VALUES[code[17]]) % 31 == 0
