"""`python -m tests.starter SOCKET`: starts our programs for tests, as copies of itself.

To load Django and what the web servers are made of is most of the work of a start, and the tests
start some thousand. Here it is loaded once: libraries, and those parts of ours that know nothing
of settings. A copy is told its command line and its environment, reads the settings, and goes on
to its end as a program of its own would. tests/forks.py asks for them.
"""

import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from typing import Any, NoReturn, TextIO

# What `manage.py serve` loads and takes more than a few thousandths of a second. What asks for
# settings is missing, and so is daphne.server, which chooses an event loop.
LOADED = (
    *("django.contrib.admin", "django.contrib.postgres.operations", "django.core.handlers.asgi"),
    *("django.contrib.staticfiles.storage", "django.core.cache.backends.filebased"),
    *("django.core.management", "django.core.management.commands.migrate", "django.db.models"),
    *("django.db.backends.postgresql.base", "django.db.backends.sqlite3.base", "django.http"),
    *("django.db.migrations.autodetector", "django.template.defaultfilters", "django.urls"),
    *("rest_framework.compat", "rest_framework.serializers", "simple_history.utils", "environ"),
    *("channels.layers", "channels.routing", "channels_redis.pubsub", "servestatic.middleware"),
    *("daphne.http_protocol", "daphne.ws_protocol", "twisted.internet.asyncioreactor"),
    *("twisted.internet.endpoints", "twisted.internet.ssl", "twisted.web.server", "uvloop"),
    *("uvicorn", "uvicorn.protocols.websockets.websockets_sansio_impl", "h11", "msgspec"),
    *("cryptography.fernet", "cryptography.hazmat.primitives.serialization", "psycopg_pool"),
    *("PIL.Image", "PIL.ImageCms", "PIL.ImageDraw", "PIL.ImageFont", "latex2mathml.converter"),
    *("numpy", "python_calamine", "rapidfuzz", "redis.asyncio", "requests", "segno", "xlrd"),
    *("xlsxwriter", "yaml", "quiz.protocol", "questionbank.formats.registry"),
)
RULES = ("leaderboard.rules", "questionbank.rules", "quiz.rules")
# A request with the numbers of three open files; a longer one does not come whole.
LONGEST = 262_144


def load() -> None:
    """Import all that every copy needs; what would need settings raises ImproperlyConfigured."""
    for name in LOADED:
        importlib.import_module(name)
    for package in RULES:
        for found in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{found.name}")
    gc.freeze()  # what all copies have is shared as long as nobody's collector goes through it


def serve(line: socket.socket) -> list[str]:
    """Answer requests until the line ends, and then exit. Returns in each copy, with what it is."""
    while True:
        said, files, _, _ = socket.recv_fds(line, LONGEST, 3)
        if not said:
            sys.exit()
        asked = json.loads(said)
        if "ended" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["ended"], 0)[1])
        elif not (answer := os.fork()):
            line.close()
            return _become(asked, files)
        for file in files:
            os.close(file)
        line.send(json.dumps(answer).encode())


def _become(asked: dict[str, Any], files: list[int]) -> list[str]:
    """In the copy: take the place that a new process would have."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    if os.environ.get("PYTHONUNBUFFERED"):
        sys.stdout = _unbuffered(sys.stdout)
        sys.stderr = _unbuffered(sys.stderr)
    return list(asked["command"])


def _unbuffered(text: TextIO) -> TextIO:
    """The same file as `python -u` has it."""
    raw = io.FileIO(text.fileno(), "w", closefd=False)
    return io.TextIOWrapper(raw, text.encoding, text.errors, "\n", write_through=True)


def run(command: list[str]) -> None:
    """What Python does with `-c CODE` or `FILE ARGUMENTS`."""
    first, *rest = command
    sys.argv = [first, *rest] if first != "-c" else ["-c"]
    if first == "-c":
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    else:
        runpy.run_path(first, run_name="__main__")


def main(number: str) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load()
    with socket.socket(fileno=int(number)) as line:
        command = serve(line)
    run(command)
    sys.exit()


if __name__ == "__main__":
    main(sys.argv[1])
