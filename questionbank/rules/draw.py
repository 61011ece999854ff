"""Who gets which paper, in which order: keyed hashes only, so that anyone can recompute it.

Every hash is HMAC-SHA-256, which browsers and common tools have too.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from struct import Struct

from questionbank.rules.keyed import keyed_hash, keyed_hashes

# The first 24 bytes of a hash as three whole numbers, most significant byte first.
_THREE = Struct(">QQQ")
_EIGHT = Struct(">8I")


def seed_hash(seed: bytes) -> str:
    """The promise published before the round opens: SHA-256 of the seed in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()


def deal_key(seed: bytes, beacon: str) -> bytes:
    """The key of all deals: the secret seed mixed with a public number nobody could foresee."""
    return keyed_hash(seed, b"deal|" + beacon.encode())


def deal(
    key: bytes, round_code: str, contestant: int, try_no: int, *, books: int, forms: int
) -> tuple[int, int]:
    """The (book, form) of a contestant's try number `try_no`, all counted from 0.

    Within `forms` tries (a prime, or 1) no form comes twice; then the next book is taken, and after
    the last one the first. Raises ValueError for a negative try or fewer than one book or form.
    """
    if try_no < 0 or books < 1 or forms < 1:
        raise ValueError(f"no try {try_no} of {books} books with {forms} forms")
    hashed = keyed_hash(key, f"paper|{round_code}|{contestant}".encode())
    book, start, stride = _THREE.unpack_from(hashed)
    turn, step = divmod(try_no, forms)
    form = (start % forms + step * (1 + stride % max(forms - 1, 1))) % forms
    return (book + turn) % books, form


def order(
    key: bytes, label: str, numbers: Sequence[int], fixed: Collection[int] = ()
) -> tuple[int, ...]:
    """A person's order of slots or options: by keyed hash, the `fixed` ones last as they came.

    `label` says whose order of what, such as "attempt 7 slot 3"; the same gives the same order.
    """
    free = tuple([n for n in numbers if n not in fixed] if fixed else numbers)
    hashes = keyed_hashes(key, f"order|{label}|".encode(), _written(free))
    ordered = sorted(free, key=dict(zip(free, hashes, strict=True)).__getitem__)
    return (*ordered, *[n for n in numbers if n in fixed]) if fixed else tuple(ordered)


@lru_cache(maxsize=256)
def _written(numbers: tuple[int, ...]) -> tuple[bytes, ...]:
    """Numbers as they are hashed: few sets of them are ever put in order."""
    return tuple(b"%d" % number for number in numbers)


def public_order(key: bytes, version: int, places: Sequence[int]) -> tuple[int, ...]:
    """The places of a version's options in the order in which phones number them.

    The number a phone sends says nothing about the place, so the right order of an ordering
    question cannot be read from its numbering.
    """
    return order(key, f"public {version}", places)


def shuffled(key: bytes, label: str, items: Sequence[int]) -> list[int]:
    """`items` in an order that depends on key and label alone; equal items are not told apart."""
    return sorted(items, key=lambda item: keyed_hash(key, f"{label}|{item}".encode()))


def stream(key: bytes, label: str) -> Iterator[int]:
    """Endless whole numbers below 2**32 from key and label: HMAC in counter mode."""
    block = 0
    while True:
        yield from _EIGHT.unpack(keyed_hash(key, f"{label}|{block}".encode()))
        block += 1
