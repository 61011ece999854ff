"""Verification codes of certificates, and what a certificate says of a rank.

Source: contest regulations, section 14.1.
"""

from typing import Final

# No letter that looks like another sign or sounds like a word.
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12


def code(secret: bytes) -> str:
    """A code from at least 8 random bytes; 12 signs of 30, some 58 bits."""
    number, signs = int.from_bytes(secret), []
    for _ in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


def read(typed: str) -> str | None:
    """The code that somebody typed or scanned, with spaces, hyphens or in small letters; None when
    it can be none."""
    plain = "".join(sign for sign in typed[:40].upper() if sign not in " -－—·\u3000")
    return plain if len(plain) == LENGTH and set(plain) <= set(SIGNS) else None


def written(plain: str) -> str:
    """The code in groups of four."""
    return "-".join(plain[n : n + 4] for n in range(0, LENGTH, 4))


def shows_rank(rank: int, people: int) -> bool:
    """Whether a certificate names the rank: in the first tenth, or among the first hundred in the
    better half (with whoever is in the middle). Nobody is told on paper to have come last."""
    return rank * 10 <= people or (rank <= 100 and rank * 2 <= people + 1)
