"""A malformed setting stops the start with one line; nothing is guessed."""

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.reader import NO, SITE, YES, Reader
from config.serve import serve

LIKE = {"postgres": "postgres://user@host/name", "sqlite": "sqlite:////a/b"}


def reader(said: str) -> Reader:
    return Reader({"NAME": said})


@pytest.mark.parametrize("said", ["maybe", "2", "-1", "yes please", "真"])
def test_what_is_neither_yes_nor_no_is_refused(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="NAME must be 1, true"):
        reader(said).truth("NAME", default=False)


@pytest.mark.parametrize("default", [True, False])
def test_yes_and_no_are_taken_in_any_case_and_nothing_is_the_default(*, default: bool) -> None:
    assert all(reader(said.upper()).truth("NAME", default=default) for said in YES)
    assert not any(reader(said.title()).truth("NAME", default=default) for said in NO)
    assert reader(" ").truth("NAME", default=default) is default


@pytest.mark.parametrize(
    "said", ["abc", "-5", "0", "101", "1.5", "1e1", "１２", "9" * 5_000, "0x9"]
)
def test_a_number_outside_its_bounds_is_refused(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^NAME must be a whole number, 1 to 100$"):
        reader(said).number("NAME", default=5, least=1, most=100)


@pytest.mark.parametrize(("said", "number"), [("1", 1), ("100", 100), (" 7 ", 7), ("", 5)])
def test_a_number_within_its_bounds_is_taken(said: str, number: int) -> None:
    assert reader(said).number("NAME", default=5, least=1, most=100) == number


def test_only_the_words_named_are_taken() -> None:
    assert reader("").one_of("NAME", "daphne", "uvicorn") == "daphne"
    assert reader("uvicorn").one_of("NAME", "daphne", "uvicorn") == "uvicorn"
    with pytest.raises(ImproperlyConfigured, match=r"^NAME must be one of daphne, uvicorn$"):
        reader("gunicorn").one_of("NAME", "daphne", "uvicorn")


def test_a_text_is_taken_as_it_is_and_an_empty_one_is_the_default() -> None:
    assert reader(" s ").text("NAME", default="d") == " s "
    assert reader("").text("NAME", default="d") == "d"


def test_a_list_has_no_empty_parts() -> None:
    assert reader("a, b,,").words("NAME", default=[]) == ["a", "b"]
    assert reader(" , ").words("NAME", default=["*"]) == ["*"]


@pytest.mark.parametrize("said", ["*", ".example.org", "a-1.b", "127.0.0.1", "[::1]", "A.org, b"])
def test_a_name_of_the_site_is_taken(said: str) -> None:
    assert reader(said).words("NAME", default=[], like=SITE) == said.split(", ")


@pytest.mark.parametrize("said", ["http://a", "a:80", "a b", "a,b/", "::1"])
def test_what_is_no_name_of_a_site_is_refused(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^NAME must be names$"):
        reader(said).words("NAME", default=[], like=SITE, such="names")


@pytest.mark.parametrize(
    "said", ["garbage", "mysql://x", "postgres:/x", "postgres://h:abc/x", "postgres://", "sqlite:"]
)
def test_an_address_of_another_kind_is_refused_and_not_repeated(said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        reader(said).address("NAME", default="", like=LIKE)
    assert str(error.value) == f"NAME must be an address such as {', '.join(LIKE.values())}"


@pytest.mark.parametrize(
    "said", ["postgres://u:p@h:5432/x", "postgres:///x?host=/run", "sqlite:////a/b.sqlite3", ""]
)
def test_an_address_of_a_kind_that_is_known_is_taken(said: str) -> None:
    assert reader(said).address("NAME", default="", like=LIKE) == said


@pytest.mark.parametrize("said", ["redis://h/x", "redis://h:1/2/3", "redis://h/-1", "redis://[h/1"])
def test_a_database_without_a_number_is_not_taken_for_the_first(said: str) -> None:
    like = {"redis": "redis://host:6379/0"}
    with pytest.raises(ImproperlyConfigured):
        reader(said).address("NAME", default="", like=like, numbered=["redis"])


@pytest.mark.parametrize("said", ["redis://h", "redis://:p@h:1/", "redis://h:1/15", "unix:///r/s"])
def test_a_numbered_database_is_taken(said: str) -> None:
    like = {"redis": "redis://host:6379/0", "unix": "unix:///folder/redis.sock"}
    assert reader(said).address("NAME", default="", like=like, numbered=["redis"]) == said


BAD = {
    "PORT": "abc",
    "BOARD_LEAST_PEOPLE": "-1",
    "BOARD_TICK_MS": "0",
    "JOURNAL_QUEUE": "-5",
    "LOG_LEVEL": "loud",
    "REDIS_URL": "foo",
    "HTTPS_ONLY": "maybe",
    "ORIGINS": "https://quiz.example.org,quiz.example.org",
    "ALLOWED_HOSTS": "https://quiz.example.org",
    "DEBUG": "maybe",
    "WEB_SERVER": "gunicorn",
    "DATABASE_URL": "mysql://x:secret@y/z",
}


@pytest.mark.parametrize("name", BAD)
def test_a_start_with_a_malformed_setting_ends_with_its_name(web_server: Any, name: str) -> None:
    done = web_server(**{name: BAD[name]}).command("serve")
    assert done.returncode == 1
    assert re.fullmatch(rf"{name} must be [^\n]+\n", done.stderr), done.stderr
    assert "secret" not in done.stderr


@pytest.mark.slow
def test_a_port_that_cannot_be_is_named(web_server: Any) -> None:
    server = web_server()
    server.prepare()
    done = server.command("serve", "--port", "99999")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "99999" in done.stderr


# Of no machine: a name that nobody may give, and an address kept for examples.
@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_a_host_that_cannot_be_is_named_and_not_its_port(host: str) -> None:
    with pytest.raises(SystemExit) as ended:
        serve(host, 8123)
    assert f"cannot use host {host}" in str(ended.value)
    assert "\n" not in str(ended.value)
