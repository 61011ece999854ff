"""Pseudonyms: keyed hashes of contestants under a secret of the round's results.

The secret lies in the database encrypted under the server's own SECRET_KEY, so that a copy of the
database tells nobody whose answers are whose. With it a contestant finds their own line.
"""

import hashlib
import hmac
import secrets

from cryptography.fernet import InvalidToken

from leaderboard.boxes import box

CODE_BYTES = 8
PURPOSE = "pseudonyms of results"


class Destroyed(Exception):
    """The secret is gone, or was encrypted under a SECRET_KEY that is no longer known."""


def new() -> str:
    """A new secret as it is stored."""
    return box(PURPOSE).encrypt(secrets.token_bytes(32)).decode()


def opened(stored: str) -> bytes:
    """The secret. Raises Destroyed."""
    try:
        return box(PURPOSE).decrypt(stored.encode())
    except InvalidToken as error:
        raise Destroyed from error


def code(secret: bytes, contestant: int) -> str:
    """The contestant's pseudonym: 16 hexadecimal digits."""
    return hmac.digest(secret, b"person|%d" % contestant, "sha256")[:CODE_BYTES].hex()


def name_hash(salt: str, name: str) -> str:
    """What a signed row says of a name."""
    return hashlib.sha256(f"{salt}|{name}".encode()).hexdigest()[:32]
