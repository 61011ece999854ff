"""One embedded server in one folder: boards and halls live in its memory, and two would each show
their own half of a contest."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is in `folder`; nobody else gets in meanwhile. The kernel lets go of it
    with the process, however that ends."""
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # a file system without locks: as before there were any
            pass
        yield True
