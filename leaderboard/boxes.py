"""What lies in the database encrypted: a copy of it without the server's SECRET_KEY tells nothing.

Each purpose has a key of its own, so that what one box holds no other one opens.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """Closes under the secret key of today; opens what was closed under former ones, too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key, purpose)) for key in keys])


def _key(secret_key: str, purpose: str) -> bytes:
    digest = hmac.digest(secret_key.encode(), purpose.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest)
