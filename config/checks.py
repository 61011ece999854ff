"""Numbered checks: a server whose settings or storage could break a promise does not start.

docs/configuration.md lists the numbers and what to do about each.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, OperationalError, connection

from config import tables
from config.reader import ORIGIN

SECRET_LENGTH = 50
MISSING = "contest.E121: the database lacks tables of this version: run manage.py migrate."
UNCOLLECTED = "contest.E131: COLLECTED, but STATIC_ROOT is empty: run manage.py collectstatic."


@register(Tags.security)
def safe_settings(
    app_configs: Sequence[AppConfig] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Errors contest.E001 to E005: what the environment says and a contest cannot live with."""
    found = [
        (
            1,
            not settings.EMBEDDED and _any_host(),
            "ALLOWED_HOSTS must name the hosts, without *, such as quiz.example.org.",
        ),
        (
            2,
            not settings.EMBEDDED and not settings.ORIGINS,
            "ORIGINS must name the site's origins, such as https://quiz.example.org.",
        ),
        (
            3,
            any(not ORIGIN.fullmatch(o) for o in settings.ORIGINS),
            "ORIGINS: scheme://host:port, such as https://quiz.example.org, no / at the end.",
        ),
        (4, _short_secret(), f"SECRET_KEY must have at least {SECRET_LENGTH} characters."),
        (5, settings.WEB_SERVER not in {"daphne", "uvicorn"}, "WEB_SERVER: daphne or uvicorn."),
    ]
    return [Error(text, id=f"contest.E{number:03}") for number, wrong, text in found if wrong]


def _any_host() -> bool:
    return not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS


def _short_secret() -> bool:
    return len(settings.SECRET_KEY) < SECRET_LENGTH


def unsafe_storage() -> list[str]:
    """What keeps a receipt from meaning "on disk", one line each; empty when the storage is safe.

    Asks the database itself: a setting may be overruled where the server runs.
    """
    ask = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    try:
        return [
            f"contest.E{number}: {what}: {now}. {cure}"
            for number, what, is_safe, cure in ask
            if not is_safe(now := _ask(what))
        ]
    except OperationalError as error:
        return [_away(error)]


def missing_tables() -> list[str]:
    """A line when the database was left by older code, or has nothing in it yet."""
    return [MISSING] if tables.unapplied() else []


def uncollected() -> list[str]:
    """A line when pages would name files that nobody collected: each of them would be a 500."""
    listed = settings.STATIC_ROOT / ManifestStaticFilesStorage.manifest_name
    return [UNCOLLECTED] if settings.COLLECTED and not listed.is_file() else []


def unusable_places() -> list[str]:
    """A line for each of PICTURES_DIR and SIGNING_KEY_FILE that would fail on its first use, in the
    middle of a contest. A key that is not there yet fails nothing."""
    found = []
    if not _writable(settings.PICTURES_DIR):
        found.append(f"contest.E132: PICTURES_DIR: {settings.PICTURES_DIR} cannot be written.")
    if why := _bad_key(settings.SIGNING_KEY_FILE):
        found.append(f"contest.E133: {why}.")
    return found


def _writable(folder: Path) -> bool:
    """Whether files can be made there; the folder itself may have to be made first."""
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _bad_key(path: Path) -> str:
    if not os.path.lexists(path):
        made_here = settings.EMBEDDED and not _writable(path.parent)
        return f"SIGNING_KEY_FILE: {path.parent} cannot be written" if made_here else ""
    from leaderboard.publish import signing  # noqa: PLC0415 (slow to load, and only serve asks)

    try:
        signing.load()
    except signing.NoKey as error:
        return str(error)
    return ""


def unusable() -> str:
    """Why no command can use the database, in one line; "" when that is not why one failed."""
    try:
        return MISSING if tables.unapplied() else ""
    except DatabaseError as error:
        return _away(error)


def _away(error: Exception) -> str:
    said = " ".join(str(error).split())
    return (
        f"contest.E100: the database of DATABASE_URL does not answer: {said}."
        " Is it running, and is DATABASE_URL right?"
    )


def _ask(what: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(what)
        row = cursor.fetchone()
    return str(row[0]) if row else "?"


_Row = tuple[int, str, Callable[[str], bool], str]
_SQLITE: list[_Row] = [
    (101, "PRAGMA journal_mode", lambda now: now == "wal", "Put the database on a local disk."),
    (102, "PRAGMA synchronous", lambda now: now in {"2", "3"}, "Remove what overrules FULL."),
]
_POSTGRESQL: list[_Row] = [
    (111, "SHOW fsync", lambda now: now == "on", "Set fsync = on."),
    (
        112,
        "SHOW synchronous_commit",
        lambda now: now not in {"off", "?"},
        "Set synchronous_commit = on.",
    ),
    (113, "SHOW full_page_writes", lambda now: now == "on", "Set full_page_writes = on."),
]
