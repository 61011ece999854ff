"""The demo's server for browser tests."""

from collections.abc import Iterator
from pathlib import Path

from tests.servers import WebServer


def served(folder: Path) -> Iterator[WebServer]:
    """A server on the demo's contest; ended with its stories."""
    one = WebServer(folder)
    one.prepare()  # to make the tables anew would take longer than all that the demo loads
    one.start("demo")
    yield one
    one.stop()
