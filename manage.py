#!/usr/bin/env python
"""Django's command line for this project."""

import gc
import io
import os
import select
import signal
import sys

# What a shell says of a program whose reader went away (128 + SIGPIPE), and of one that was ended
# by Ctrl-C (128 + SIGINT).
NOBODY_READS, ENDED = 141, 130
SERVERS = ("demo", "serve")


def main() -> None:
    """Run one command; Ctrl-C ends each of them without a word."""
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(ENDED)


def _main() -> None:
    if sys.argv[1:2] and sys.argv[1] in SERVERS:
        _as_server()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as error:  # one clear line for a wrong setting, no traceback
        sys.exit(str(error))
    except BrokenPipeError:
        if not _unread():
            raise
        # `... | head`: whoever read has enough. What is left would be told at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOBODY_READS)
    except DatabaseError:
        from config.checks import unusable

        # Nobody can use a database that is away or has no tables; anything else is our fault.
        if "--traceback" in sys.argv or not (why := unusable()):
            raise
        sys.exit(why)


def _as_server() -> None:
    """Until a server heeds signals by itself there is nothing to save, and Ctrl-C ends it at once.
    What a terminal cannot write is no reason not to serve. What is loaded now stays, and the
    collector would go through it in vain, a tenth of the start: config/lifecycle.py wakes it."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _unread() -> bool:
    """Whether nobody reads standard output any more; another pipe may have broken instead."""
    asked = select.poll()
    asked.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in asked.poll(0))


if __name__ == "__main__":
    main()
