"""Sealed questions: sent ahead as a closed box, opened by a short key at one moment for all."""

import base64
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

# Each key closes one box only, so counter and nonce may stay at zero (RFC 8439).
_START = bytes(16)


def key(seal: str, slot: int, lang: str, opens_at: int) -> bytes:
    """The 32 bytes that open one question in one language at one opening; every process that knows
    the sitting's seal comes to the same."""
    return hmac.digest(bytes.fromhex(seal), f"{slot}|{lang}|{opens_at}".encode(), "sha256")


def close(box_key: bytes, content: bytes) -> str:
    """The content as a box: ChaCha20, then base64."""
    cipher = Cipher(ChaCha20(box_key, _START), mode=None).encryptor()
    return base64.b64encode(cipher.update(content)).decode()
