"""A command says what its arguments are, and in one line why it cannot be done."""

import argparse
from typing import Any

import pytest
from django.core.management import (
    CommandError,
    call_command,
    get_commands,
    load_command_class,
)
from django.core.management.base import DjangoHelpFormatter

from tests.house import tree
from tests.servers import free_port

OURS = sorted(name for name, app in get_commands().items() if app in tree.APPS)


@pytest.mark.parametrize("name", OURS)
def test_help_says_what_a_command_and_each_of_its_arguments_is(name: str) -> None:
    """Django's own options aside, and what is only another word for the same."""
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    shown = (one for one in parser._actions if one.help != argparse.SUPPRESS)
    ours = [one for one in shown if not DjangoHelpFormatter.show_last & {*one.option_strings}]
    assert parser.description
    assert [one.dest for one in ours if not one.help] == []


# Each of these starts a Python of its own.
@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_whoever_wants_the_traceback_has_it(web_server: Any) -> None:
    assert "Traceback" in web_server().command("load_taxonomy", "--traceback").stderr


@pytest.mark.parametrize(
    ("words", "said"), [(("/nope/x",), "no such folder"), ((".", "moon-cheese"), "moon-cheese")]
)
def test_pictures_are_drawn_only_where_they_can_be(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("draw_pictures", *words)
