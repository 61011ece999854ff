"""The contest that `make demo` shows: loaded once, recognised at the next start.

What was loaded is kept as a stamp beside the database: the hash of everything that is loaded from.
While it is the same, and the contest is there, a start reads a handful of rows and loads nothing.
"""

import gc
import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models import QuerySet

from config.environment import ROOT
from questionbank import grants
from questionbank.bank import PROVINCE
from questionbank.models import Role
from quiz import presets, rounds
from quiz.models import Contest, Round
from quiz.rules.units import Millis

CODE = "2026"
EDITOR = "editor"
# The event's own length: 15 June to 15 August.
WINDOW_MS = 62 * 86_400_000
# A ranked round that ends within the hour is no use to somebody who looks at a demo.
HOUR_MS = 3_600_000
SHOWN = ("demo10", "practice10")
LOADED_FROM = ("*/migrations/*.py", "questionbank/data/**/*.*", "quiz/data/*", "*/loading.py")


def prepare(now: Millis) -> Contest:
    """The demo's contest with its rounds open. Fast when everything is there already."""
    stamp = _stamp()
    if not (_stamped() == stamp and _complete(now)):
        gc.enable()  # manage.py lets it rest; half of what is made here is garbage
        _load()
        _open(now)
        _stamp_path().write_text(stamp, encoding="utf-8")
    return Contest.objects.get(code=CODE)


def editor() -> User:
    """The member of staff whom the sign-in link signs in."""
    return User.objects.get(username=EDITOR)


def _stamp() -> str:
    whole = hashlib.sha256(f"{django.get_version()} {settings.DATABASE_URL}".encode())
    for path in _sources():
        whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def _sources() -> Iterable[Path]:
    return sorted({path for pattern in LOADED_FROM for path in ROOT.glob(pattern)})


def _stamp_path() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / "demo.stamp"


def _stamped() -> str:
    path = _stamp_path()
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _complete(now: Millis) -> bool:
    """Whether the database is the one that was stamped: its rounds are prepared and open."""
    try:
        editor()
        return all(_current(name, now).exists() for name in SHOWN)
    except (DatabaseError, User.DoesNotExist):
        return False


def _load() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    for command in ("load_taxonomy", "load_bank", "load_regions"):
        call_command(command)


def _open(now: Millis) -> None:
    contest, _made = Contest.objects.get_or_create(
        code=CODE,
        defaults={
            "title_zh": "广东省公民科学素质大赛（演示）",
            "title_en": "Guangdong Science Literacy Contest (demo)",
            "region_id": "440000",
        },
    )
    for name in SHOWN:
        if not _current(name, now).exists():
            _make_round(contest, name, now)
    _make_editor()


def _current(name: str, now: Millis) -> QuerySet[Round]:
    """Prepared rounds of that preset that stay open for a while."""
    rows = Round.objects.filter(contest__code=CODE, code__startswith=name, prepared__isnull=False)
    return rows.exclude(closes_at__lt=now + HOUR_MS)


def _make_round(contest: Contest, name: str, now: Millis) -> None:
    """A round that opens in the next millisecond: the promise about its papers comes before."""
    Round.objects.filter(contest=contest, code__startswith=name, prepared=None).delete()
    number = Round.objects.filter(contest=contest, code__startswith=name).count()
    ranked = presets.presets()[name].format.ranked
    round_ = presets.make_round(
        contest,
        name,
        code=f"{name}-{number + 1}" if number else name,
        opens_at=Millis(now + 1),
        closes_at=Millis(now + WINDOW_MS) if ranked else None,
    )
    rounds.prepare(round_, seed=secrets.token_bytes(32), now=now)


def _make_editor() -> None:
    """Staff without a password, with every role of the bank: only a sign-in link lets them in."""
    user, made = User.objects.get_or_create(
        username=EDITOR, defaults={"is_staff": True, "first_name": "题库编辑"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    of_the_bank = Permission.objects.filter(content_type__app_label="questionbank")
    user.user_permissions.set(of_the_bank)
    for role in Role.values:
        grants.give(user, role, PROVINCE, by=None)
