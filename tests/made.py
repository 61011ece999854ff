"""The database as the migrations leave it, made once and copied: they take five seconds."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "made"


def migrated() -> Path:
    """An SQLite file to copy, with all tables and nothing of anybody in them.

    It is named after what it was made of: a changed migration makes a new one.
    """
    kept = KEPT / f"{_made_of()}.sqlite3"
    if not kept.exists():
        _make(kept)
    return kept


def dumped(version: str) -> Path:
    """Where what pg_dump of that version says of such a database is kept, if it is; keep() does."""
    return KEPT / f"{_made_of()}-{version}.sql"


def keep(path: Path, text: bytes) -> None:
    """Put it there, whole: two runs may do so at the same time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.sql"):
        old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)


def _made_of() -> str:
    found = sorted(ROOT.glob("*/migrations/*.py"))
    found += [ROOT / "leaderboard/guards.py", ROOT / "requirements.txt"]
    digest = hashlib.sha256()
    for path in found:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _make(kept: Path) -> None:
    """Two runs may make it at the same time; each puts a whole one in its place."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        made = Path(folder) / "contest.sqlite3"
        told = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{made}",
        }
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, cwd=ROOT, env=told, stdin=subprocess.DEVNULL, check=True)
        shutil.move(made, kept)
