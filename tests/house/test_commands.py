"""A command that cannot be done says why in one line."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.servers import free_port

# Each test starts a Python of its own.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "command",
    [
        ("load_taxonomy",),
        ("load_bank",),
        ("load_regions",),
        ("grant", "chen", "author", "440000"),
        ("signin_link", "chen"),
        ("publish_result", "first"),
    ],
    ids=lambda command: command[0],
)
def test_before_its_tables_are_made_a_command_says_what_to_run(
    web_server: Any, command: tuple[str, ...]
) -> None:
    done = web_server().command(*command)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1:] == done.stderr.splitlines(), done.stderr
    assert "run manage.py migrate" in done.stderr


def test_a_database_that_does_not_answer_is_named(web_server: Any) -> None:
    server = web_server(
        DATABASE_URL=f"postgres://contest@127.0.0.1:{free_port()}/contest",
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS="127.0.0.1",
        ORIGINS="http://127.0.0.1",
    )
    done = server.command("signin_link", "chen")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("contest.E100: the database of DATABASE_URL")
    assert "Traceback" not in done.stderr


def test_whoever_wants_the_traceback_has_it(web_server: Any) -> None:
    assert "Traceback" in web_server().command("load_taxonomy", "--traceback").stderr


@pytest.mark.parametrize(
    ("words", "said"), [(("/nope/x",), "no such folder"), ((".", "moon-cheese"), "moon-cheese")]
)
def test_pictures_are_drawn_only_where_they_can_be(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("draw_pictures", *words)
