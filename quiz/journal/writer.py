"""`python -m quiz.journal.writer`: the process that stores a server's answers.

It reads batches from its standard input and says on its standard output what came of them, one
after the other, until its server is gone. It loads settings and the journal's SQL, no Django apps:
it is there in a quarter of a second and takes little memory.
"""

import contextlib
import gc
import logging
import os
import signal
import sys
from typing import BinaryIO

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.log import configure_logging

from quiz import threads
from quiz.journal import sql, wire
from quiz.journal.record import Unavailable
from quiz.journal.wire import HEAD, Reply, Trouble

log = logging.getLogger(__name__)


def main() -> None:
    """Serve until standard input ends."""
    # Whoever stops the server stops us by its end; a signal to the group must not come before it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    apps.populate(())  # none is needed, and none is waited for
    ask, say = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody else speaks on that line
    _warm()
    with contextlib.suppress(BrokenPipeError):  # the server is gone: nobody hears of this batch
        while (body := _read(ask)) is not None:
            say.write(wire.write(_done(body)))
            say.flush()
    sql.close_connection()


def _warm() -> None:
    """Dial now: the first answer must not wait for it."""
    threads.own_line()
    with contextlib.suppress(DatabaseError):  # it is said again, to the phones that wait
        sql.open_connection()
    gc.collect()
    gc.freeze()


def _read(ask: BinaryIO) -> bytes | None:
    """The next batch; None when the server is gone, also in the middle of one."""
    head = ask.read(HEAD)
    size = int.from_bytes(head, "big")
    body = ask.read(size) if len(head) == HEAD else b""
    return body if body and len(body) == size else None


def _done(body: bytes) -> Reply:
    try:
        batch = wire.read_batch(body)
        return wire.reply(sql.commit(batch.records, batch.stamp))
    except Unavailable as error:
        return Reply(trouble=Trouble(str(error), error.code, error.final))
    except Exception as error:  # a fault of ours must not end the writer
        log.exception("journal: a batch could not be stored")
        return Reply(trouble=Trouble(repr(error), fault=True))


if __name__ == "__main__":
    main()
