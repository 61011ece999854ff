"""Which address a hall full of phones can open, when the screen itself was opened at home."""

import ipaddress
import socket
from functools import lru_cache

from django.http import HttpRequest
from django.http.request import split_domain_port


def base(request: HttpRequest) -> tuple[str, bool]:
    """The address of this site for other machines, and whether they can reach it.

    A screen opened as localhost would show phones a code that leads each to itself; then the
    machine's own address is taken, if this site answers there.
    """
    domain, port = split_domain_port(request.get_host())
    if not is_loopback(domain):
        return f"{request.scheme}://{request.get_host()}", True
    found = outward_address()
    if found and answers(found, int(port or (443 if request.is_secure() else 80))):
        return f"{request.scheme}://{found}{':' + port if port else ''}", True
    return f"{request.scheme}://{request.get_host()}", False


def is_loopback(domain: str) -> bool:
    """Whether the name means "this machine"."""
    if domain == "localhost" or domain.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(domain.strip("[]")).is_loopback
    except ValueError:
        return False


def outward_address() -> str | None:
    """The address this machine would use towards others; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if is_loopback(found) else found


@lru_cache(maxsize=16)
def answers(address: str, port: int) -> bool:
    """Whether something listens there. Asked once: a server does not change its address."""
    try:
        with socket.create_connection((address, port), timeout=0.3):
            return True
    except OSError:
        return False
