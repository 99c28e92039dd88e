"""Identifiers of persons, firms and accounts with valid check digits.

National ids carry the area code 99, USCCs the administrative code 990000 and IBANs the bank code DEMO: none
of them is in use, so that no identifier made here can belong to anybody.
"""

from simulator.exact import Ints

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTER_VALUES = {ord(letter): str(10 + place) for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def national_id_check(body: str) -> str:
    """Check character of a 17-digit resident identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def uscc_check(body: str) -> str:
    """Check character of the first 17 characters of a unified social credit code (GB 32100, MOD 31)."""
    total = sum(USCC_ALPHABET.index(character) * weight for character, weight in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """Check character of an 8-character organisation code (GB 11714, MOD 11)."""
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def _mod_97(text: str) -> int:
    return int(text.translate(LETTER_VALUES)) % 97


def lei_check(body: str) -> str:
    """Two check digits of an 18-character legal entity identifier (ISO 17442, ISO 7064 MOD 97-10)."""
    return f"{98 - _mod_97(body + '00'):02d}"


def iban_check(country: str, account: str) -> str:
    """Two check digits of an IBAN (ISO 13616, ISO 7064 MOD 97-10)."""
    return f"{98 - _mod_97(account + country + '00'):02d}"


def national_ids(numbers: Ints, births: Ints, women: Ints) -> list[str]:
    """18-character identity numbers: area 99xxxx, birth date, sequence (even for women), check character."""
    dates = births.astype("datetime64[D]").astype(str)
    made = []
    for number, birth, woman in zip(numbers.tolist(), dates, women.tolist(), strict=True):
        sequence = number * 2 % 1000 + (0 if woman else 1)
        body = f"99{number // 500 % 10000:04d}{birth.replace('-', '')}{sequence:03d}"
        made.append(body + national_id_check(body))
    return made


def usccs(numbers: Ints) -> list[str]:
    """18-character unified social credit codes: 91, area 990000, organisation code with its own check,
    check."""
    made = []
    for number in numbers.tolist():
        organisation = f"D{number:07d}"
        body = f"91990000{organisation}{organisation_check(organisation)}"
        made.append(body + uscc_check(body))
    return made


def leis(numbers: Ints) -> list[str]:
    """20-character legal entity identifiers of the issuer prefix 9999."""
    bodies = [f"999900DEMO{number:08d}" for number in numbers.tolist()]
    return [body + lei_check(body) for body in bodies]


def ibans(numbers: Ints) -> list[str]:
    """IBANs in the British form with the bank code DEMO and sort code 00-00-00 upwards."""
    made = []
    for number in numbers.tolist():
        account = f"DEMO{number // 10**8:06d}{number % 10**8:08d}"
        made.append(f"GB{iban_check('GB', account)}{account}")
    return made


def with_wrong_check(identifier: str, place: int) -> str:
    """The identifier with its digit at `place` raised by one (9 becomes 0): no check digit survives that."""
    digit = (int(identifier[place]) + 1) % 10
    return identifier[:place] + str(digit) + identifier[place + 1 :]
