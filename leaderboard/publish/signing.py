"""The key that results are signed with: a file that only the server's user can read.

Ed25519, so that anybody's tools can check it. The public key is on the site; old results carry
theirs, so that a new key does not make them worthless.
"""

import base64
import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings


class NoKey(Exception):
    """There is no key to sign with, or the file is none; the message says what to do."""


def make(path: Path) -> None:
    """Store a new key. Raises FileExistsError: a key is never written over."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def load() -> Ed25519PrivateKey:
    """The key in use. An embedded server makes its own; any other raises NoKey without one."""
    path: Path = settings.SIGNING_KEY_FILE
    if settings.EMBEDDED and not path.exists():
        make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise NoKey(f"SIGNING_KEY_FILE {path.name}: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"SIGNING_KEY_FILE {path.name}: not an Ed25519 key")
    return key


def public(key: Ed25519PrivateKey) -> str:
    """The public key: 32 bytes in base64."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def pem(key: Ed25519PrivateKey) -> str:
    """The public key as common tools read it."""
    form = PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(Encoding.PEM, form).decode()


def key_id(public_key: str) -> str:
    """A short name for a public key."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def sign(key: Ed25519PrivateKey, body: bytes) -> str:
    """The signature in base64."""
    return base64.b64encode(key.sign(body)).decode()
