"""An embedded server's data moves into a real PostgreSQL: everything, once, or nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.house import elsewhere, environment
from tests.faults.stage import MIXED
from tests.made import migrated
from tests.processes import ROOT, START_S
from tests.servers import PostgreSQL, WebServer, impatient

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
FILL = "tests.faults.set_up_moved"


# Sorts words as people do, as PostgreSQL's own image does; SQLite sorts bytes.
ANOTHER = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'"


def fresh(server: PostgreSQL, folder: Path) -> str:
    """The address of a database as the migrations leave it, which sorts otherwise."""
    if not server.has("people"):
        with impatient(server.url("any")) as connection:
            connection.execute(f"CREATE DATABASE people {ANOTHER}".encode())
        url = server.url("any").replace("/any", "/people")
        elsewhere("tests.faults.set_up", "migrate", url, folder)
    return server.make("moved", "people")


class Move:
    """The old folder, and a server with an empty PostgreSQL."""

    def __init__(self, old: Path, postgres: PostgreSQL, new: Path) -> None:
        self.old, self.url = old, fresh(postgres, new)
        secret = (old / "secret_key").read_text()
        told = environment(DATABASE_URL=self.url, SECRET_KEY=secret)
        self.server = WebServer(new, told)

    def run(self, **told: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", "move_in", str(self.old)],
            cwd=ROOT,
            env={**self.server.environment, **told},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=START_S,
        )

    def history(self) -> dict[str, int]:
        found: dict[str, int] = elsewhere(FILL, "history", self.url, self.server.folder)
        return found


@pytest.fixture
def move(postgres: PostgreSQL, tmp_path: Path) -> Move:
    old = tmp_path / "var"
    (old / "pictures").mkdir(parents=True)
    (old / "contest.sqlite3").write_bytes(migrated().read_bytes())
    (old / "secret_key").write_text("k" * 60)
    (old / "signing.pem").write_text("a key")
    (old / "pictures" / "abc-480.webp").write_bytes(b"picture")
    return Move(old, postgres, tmp_path / "new")


def test_everything_is_there_once_and_whoever_comes_next_collides_with_nobody(move: Move) -> None:
    embedded = WebServer(move.old)
    before = elsewhere(FILL, "fill", f"sqlite:///{move.old}/contest.sqlite3", move.old)
    assert before["questionbank_historicalquestion_tags"] > 0
    left = sorted(path.name for path in move.old.glob("contest*"))
    done = move.run()
    assert sorted(path.name for path in move.old.glob("contest*")) == left
    assert done.returncode == 0, done.stderr
    assert "2 files copied" in done.stdout
    assert move.history() == before
    assert elsewhere(FILL, "behind", move.url, move.server.folder) == []
    board = embedded.manage("rebuild_board", MIXED)
    assert "60 人" in board
    assert move.server.manage("rebuild_board", MIXED) == board
    assert (move.server.folder / "signing.pem").read_text() == "a key"
    assert (move.server.folder / "pictures" / "abc-480.webp").read_bytes() == b"picture"
    again = move.run()
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert len(again.stderr.splitlines()) == 1


def test_what_does_not_fit_is_named_and_leaves_the_database_empty(move: Move) -> None:
    """SQLite holds a name as long as anybody's; PostgreSQL does not."""
    code = (
        "from django.contrib.auth.models import User;"
        "User.objects.create(username='a'); User.objects.update(first_name='x' * 200)"
    )
    WebServer(move.old).manage("shell", "-v", "0", "-c", code)
    done = move.run()
    assert done.returncode == 1
    assert "nothing was moved: auth_user:" in done.stderr
    asked = "from django.contrib.auth.models import User; print(User.objects.count())"
    assert move.server.manage("shell", "-v", "0", "-c", asked).strip() == "0"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda move: (move.old / "contest.sqlite3").unlink(), "no such file"),
        (lambda move: (move.old / "secret_key").write_text("other"), "SECRET_KEY_FALLBACKS"),
        (lambda move: (move.server.folder / "signing.pem").write_text("mine"), "signing.pem"),
        (lambda move: (move.old / "contest.sqlite3").write_bytes(b"no database" * 99), "database"),
    ],
)  # fmt: skip
def test_a_move_that_would_lose_something_is_not_begun(
    move: Move, spoil: object, said: str
) -> None:
    assert callable(spoil)
    spoil(move)
    done = move.run()
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_databases_of_another_version_are_refused(move: Move, postgres: PostgreSQL) -> None:
    bare = move.run(DATABASE_URL=postgres.url("bare"))
    assert "has not all tables: run manage.py migrate first" in bare.stderr
    (move.old / "contest.sqlite3").write_bytes(b"")
    older = move.run()
    assert "left by an older version" in older.stderr
