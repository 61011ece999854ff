"""What the terminal shows: addresses that others can open, and a code a phone can read."""

import ipaddress
import re

import pytest

from config import terminal


@pytest.mark.parametrize(
    ("host", "site", "near"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("192.0.2.7", "http://192.0.2.7:8123", "http://192.0.2.7:8123"),
        ("::1", "http://[::1]:8123", "http://[::1]:8123"),
        ("localhost", "http://localhost:8123", "http://localhost:8123"),
    ],
)
def test_a_named_host_is_shown_as_it_is(host: str, site: str, near: str) -> None:
    assert (terminal.site(host, 8123), terminal.near(host, 8123)) == (site, near)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])  # noqa: S104 (nobody listens)
def test_listening_on_all_shows_an_address_and_not_a_wildcard(host: str) -> None:
    shown = re.fullmatch(r"http://([0-9.]+):8123", terminal.site(host, 8123))
    assert shown
    assert not ipaddress.ip_address(shown[1]).is_unspecified
    assert terminal.near(host, 8123) == "http://127.0.0.1:8123"


def test_the_qr_code_fits_a_small_terminal() -> None:
    lines = terminal.qr("http://192.168.100.200:65535/p/2026/").splitlines()
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 40
    assert len(lines) <= 20
    assert set("".join(lines)) <= set("█▀▄ ")
