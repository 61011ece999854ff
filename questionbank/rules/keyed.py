"""HMAC-SHA-256 (RFC 2104) with the key's own part done once.

hmac.digest does it again for each message, and gives the interpreter's lock away meanwhile: 1.25 us
instead of 0.48, and beside the journal's thread a wait to have it back, four times a receipt.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def keyed_hash(key: bytes, message: bytes) -> bytes:
    """The 32 bytes that `hmac.digest(key, message, "sha256")` gives."""
    begun, closing = _begun(key)
    inner, outer = begun.copy(), closing.copy()
    inner.update(message)
    outer.update(inner.digest())
    return outer.digest()


def keyed_hashes(key: bytes, start: bytes, ends: Iterable[bytes]) -> list[bytes]:
    """`keyed_hash` of `start` with each of the `ends` behind it; the key is looked up once."""
    begun, closing = _begun(key)
    found: list[bytes] = []
    for end in ends:
        inner, outer = begun.copy(), closing.copy()
        inner.update(start + end)
        outer.update(inner.digest())
        found.append(outer.digest())
    return found


@lru_cache(maxsize=256)
def _begun(key: bytes) -> "tuple[hashlib._Hash, hashlib._Hash]":
    """Both hashes of a key, fed with its padded block. A round has one key."""
    short = key if len(key) <= _BLOCK else hashlib.sha256(key).digest()
    block = short.ljust(_BLOCK, b"\0")
    return hashlib.sha256(block.translate(_INNER)), hashlib.sha256(block.translate(_OUTER))
