"""Reads a file in a process of its own, so that no file can hurt the server.

A workbook of 1.4 kB can make its reader abort the whole process, and a zip can want all memory. The
child may have 1 GiB and 20 seconds of work, may write no file, and inherits no setting and no
secret; what it found comes back as MessagePack over a pipe, of which nothing is ever executed.
"""

import importlib
import logging
import resource
import subprocess
import sys
import traceback
from pathlib import Path
from threading import BoundedSemaphore

import msgspec

from questionbank.formats.found import MOST_BYTES, Found, Note, Options, error
from questionbank.formats.zips import is_zip, unsafe

MOST_MEMORY = 1024 * 1024 * 1024
# Of work; on a machine that is busy elsewhere the same work may take three times as long.
MOST_SECONDS = 20
_BUSY = 3
MOST_RESULT = 256 * 1024 * 1024
# Two at a time, so that ten uploads at once do not take ten GiB; the others wait this long.
_ROOM = BoundedSemaphore(2)
_LONGEST_WAIT_SECONDS = 40
_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_MEMORY = 4
_HEAVY = {-6: "memory", -9: "memory", -24: "time", _OUT_OF_MEMORY: "memory"}
_log = logging.getLogger(__name__)


class Request(msgspec.Struct, frozen=True):
    reader: str
    options: Options
    data: bytes


def run(reader: str, data: bytes, options: Options) -> Found:
    """What the `read(data, options)` of a module finds, such as "questionbank.formats.sheet".

    Never raises for what the file holds: a child that dies, hangs or eats too much is a note.
    Blocks for up to two minutes: not for an event loop.
    """
    if len(data) > MOST_BYTES:
        return _refused(error("too_large", detail=f"> {MOST_BYTES >> 20} MB"))
    request = msgspec.msgpack.encode(Request(reader, options, data))
    if not _ROOM.acquire(timeout=_LONGEST_WAIT_SECONDS):
        return _refused(error("reader_busy"))
    try:
        return _ask(request)
    finally:
        _ROOM.release()


def _refused(note: Note) -> Found:
    return Found((), (note,))


def _ask(request: bytes) -> Found:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "questionbank.formats.child"],
            input=request,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONUTF8": "1"},
            timeout=MOST_SECONDS * _BUSY,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _refused(error("too_heavy", detail="time"))
    if done.returncode == 0:
        return msgspec.msgpack.decode(done.stdout, type=Found)
    _log.error(
        "reader ended with %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace")
    )
    if why := _HEAVY.get(done.returncode):
        return _refused(error("too_heavy", detail=why))
    return _refused(error("reader_failed"))


def main() -> int:
    """The child: a request on standard input, what was found on standard output."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    read = importlib.import_module(request.reader).read
    _limit()
    try:
        note = unsafe(request.data) if is_zip(request.data) else None
        found = _refused(note) if note else read(request.data, request.options)
        result = _encoded(found)
    except MemoryError:
        return _OUT_OF_MEMORY
    except Exception:  # noqa: BLE001 (a reader's fault ends here; the parent logs and tells)
        traceback.print_exc()
        return 1
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return 0


def _encoded(found: Found) -> bytes:
    result = msgspec.msgpack.encode(found)
    if len(result) > MOST_RESULT:
        return msgspec.msgpack.encode(_refused(error("too_large")))
    return result


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
