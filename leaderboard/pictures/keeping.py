"""Pictures kept by what stands on them, so that each is drawn once; and how many are drawn at once.

The folder is bounded and may be emptied at any time.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from django.conf import settings

# To be raised when a drawing changes: what was kept then is drawn anew.
VERSION: Final = 1
MOST_BYTES: Final = 256 * 1024 * 1024
# A picture takes 0.1 to 0.3 s of one core: answers come first.
AT_ONCE: Final = 1
WAIT_S: Final = 3.0
# Whoever waits holds one of the few threads that answer for all pages, also for joining.
MOST_WAITING: Final = 2
_turns = BoundedSemaphore(AT_ONCE)
_room = BoundedSemaphore(AT_ONCE + MOST_WAITING)


class Busy(Exception):
    """Too many pictures are wanted at this moment; ask again."""


def digest(kind: str, content: Any) -> str:
    """Names a picture by all that stands on it (anything JSON can hold)."""
    said = json.dumps([VERSION, kind, content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def picture(name: str, draw: Callable[[], bytes]) -> bytes:
    """The picture of this digest: the kept one, or drawn now. Raises Busy."""
    path = _folder() / f"{name}.png"
    try:
        data = path.read_bytes()
        os.utime(path)
    except OSError:
        data = _drawn(draw)
        _keep(path, data)
    return data


def _drawn(draw: Callable[[], bytes]) -> bytes:
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        return _in_turn(draw)
    finally:
        _room.release()


def _in_turn(draw: Callable[[], bytes]) -> bytes:
    if not _turns.acquire(timeout=WAIT_S):
        raise Busy
    try:
        return draw()
    finally:
        _turns.release()


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "drawn"


def _keep(path: Path, data: bytes) -> None:
    """On a full disk nothing is kept, and the picture is shown all the same."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
        _make_room(path.parent, MOST_BYTES)
    except OSError:
        return


def _make_room(folder: Path, most: int) -> None:
    """Let the pictures go that nobody asked for longest, until `most` bytes are left."""
    kept = [(entry.stat(), entry.path) for entry in os.scandir(folder)]
    kept.sort(key=lambda one: one[0].st_mtime_ns)
    over = sum(stat.st_size for stat, _ in kept) - most
    for stat, name in kept:
        if over <= 0:
            return
        Path(name).unlink(missing_ok=True)
        over -= stat.st_size
