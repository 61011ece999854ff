"""What the environment leaves to us: a folder and a secret. What is missing stops the start."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.reader import read

MAKE_ONE = (
    "50 or more random characters, of which this makes some:"
    " python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
)
ROOT = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """Where the embedded server keeps its database and its secret; made if missing."""
    folder = Path(read.text("DATA_DIR", default=str(ROOT / "var")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR: cannot write {folder}: {error.strerror}; set it to a folder that is yours"
        ) from error
    return folder


def secret_key(folder: Path, *, embedded: bool) -> str:
    """The signing key: from SECRET_KEY, or, embedded only, made once and kept in `folder`."""
    given = read.text("SECRET_KEY", default="")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"SECRET_KEY must have at least 50 characters; {MAKE_ONE}")
        return given
    if not embedded:
        raise ImproperlyConfigured(f"SECRET_KEY is missing; {MAKE_ONE}")
    return _kept_secret(folder / "secret_key")


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"cannot keep a secret in {path}: {error.strerror}; mend its rights, or set DATA_DIR to"
            " a folder that is yours"
        ) from error
