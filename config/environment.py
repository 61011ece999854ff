"""Reads the environment; a missing or malformed setting stops the start with one clear line."""

import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
read = environ.Env()


def data_dir() -> Path:
    """Where the embedded server keeps its database and its secret; made if missing."""
    folder = Path(read.str("DATA_DIR", default=str(ROOT / "var")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR: cannot write {folder}: {error.strerror}") from error
    return folder


def secret_key(folder: Path, *, embedded: bool) -> str:
    """The signing key: from SECRET_KEY, or, embedded only, made once and kept in `folder`."""
    given: str = read.str("SECRET_KEY", default="")
    if given:
        if len(given) < 50 and not embedded:
            raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
        return given
    if not embedded:
        raise ImproperlyConfigured("SECRET_KEY is missing; set it to 50 or more random characters")
    return _kept_secret(folder / "secret_key")


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"cannot keep a secret in {path}: {error.strerror}") from error
