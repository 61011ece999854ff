"""What a command shows in the terminal: addresses that other machines can open, and a QR code."""

import io

import segno

from quiz.join_address import outward_address

ANY = ("0.0.0.0", "::", "")  # noqa: S104 (compared, not listened to)


def site(host: str, port: int) -> str:
    """The address of this server for people: the machine's own when it listens on all."""
    if host in ANY:
        return at(outward_address() or "127.0.0.1", port)
    return at(host, port)


def near(host: str, port: int) -> str:
    """The address of this server for a process on the same machine."""
    return at("127.0.0.1" if host in ANY else host, port)


def at(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def qr(address: str, encoding: str = "utf-8") -> str:
    """A QR code in half blocks; it wants a terminal of some 37 columns. "" where the terminal's
    encoding has no half blocks."""
    out = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out, border=2, compact=True)
    drawn = out.getvalue().rstrip("\n")
    try:
        drawn.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ""
    return drawn
