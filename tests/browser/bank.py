"""A bank for browser tests of the workbench: made once a file, served afresh to each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.servers import WebServer


def prepare(folder: Path, build: str) -> Path:
    """The folder, with regions and tags and what the lines of `build` store."""
    one = WebServer(folder)
    one.manage("migrate", "-v0")
    one.manage("load_regions")
    one.manage("load_taxonomy")
    one.manage("shell", "-c", build)
    return folder


def serving(prepared: Path, folder: Path) -> Iterator[WebServer]:
    """A server on a copy of a prepared bank; ended when the test is."""
    shutil.copytree(prepared, folder / "bank")
    one = WebServer(folder / "bank")
    one.start()
    yield one
    one.stop()
