"""The address on the screen is one that phones in the hall can open."""

import socket
from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from quiz import join_address
from tests.servers import free_port


@pytest.fixture
def open_port() -> Iterator[int]:
    """A port on which this machine listens for everybody."""
    with socket.create_server(("0.0.0.0", 0)) as server:  # noqa: S104 (the hall is the point)
        yield int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("domain", "loopback"),
    [
        ("localhost", True),
        ("screen.localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("[::1]", True),
        ("192.168.1.20", False),
        ("[2001:db8::1]", False),
        ("contest.example", False),
        ("localhost.example", False),
    ],
)
def test_names_of_this_machine_are_known(domain: str, *, loopback: bool) -> None:
    assert join_address.is_loopback(domain) is loopback


def test_an_address_that_others_use_is_kept() -> None:
    request = RequestFactory().get("/", headers={"host": "contest.example:8080"})
    assert join_address.base(request) == ("http://contest.example:8080", True)
    request = RequestFactory().get("/", headers={"host": "contest.example"}, secure=True)
    assert join_address.base(request) == ("https://contest.example", True)


def test_a_screen_opened_at_home_shows_the_machines_own_address(open_port: int) -> None:
    request = RequestFactory().get("/", headers={"host": f"localhost:{open_port}"})
    outward = join_address.outward_address()
    wanted = f"http://{outward}:{open_port}" if outward else f"http://localhost:{open_port}"
    assert join_address.base(request) == (wanted, outward is not None)


def test_where_nobody_listens_for_others_the_screen_says_so() -> None:
    host = f"localhost:{free_port()}"
    request = RequestFactory().get("/", headers={"host": host})
    assert join_address.base(request) == (f"http://{host}", False)
