"""manage.py hall_bots: simulated people for one hall, over real HTTP and real sockets."""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import arguments
from quiz import seats, threads
from quiz.bots import minds
from quiz.bots.front_door import NoContest
from quiz.bots.hall import HallRun, fill
from quiz.bots.phone import Tally
from quiz.models import Contestant
from quiz.sittings import store
from quiz.sittings.rehearsal import MOST_BOTS

MOST = MOST_BOTS


class Command(BaseCommand):
    help = "Let simulated people come into a sitting and play it to its end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sitting", help="the six digits that phones type")
        arguments.server(parser)
        parser.add_argument(
            "--count", type=int, default=200, help=f"people, 1 to {MOST} (default: %(default)s)"
        )
        parser.add_argument("--seed", default="", help="the same seed: the same people")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not 1 <= options["count"] <= MOST:
            raise CommandError(f"--count: 1 to {MOST}")
        try:
            row = store.by_code(options["sitting"])
        except store.NoSitting:
            raise CommandError(
                f"there is no sitting {options['sitting']}: its six digits are on its console and"
                " its big screen"
            ) from None
        run = HallRun(
            options["url"],
            store.contest_of(row),
            row.region.rpartition("/")[2],
            row.code,
            options["count"],
            options["seed"] or secrets.token_hex(8),
            minds.keys_of_bank(row.region),
            _mark,
        )
        try:
            tally, told = asyncio.run(_run(run))
        except NoContest as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{tally.joined} came in, {tally.answers} answers, {tally.receipts} receipts,"
            f" {tally.cuts} cut lines, refused: {dict(tally.refused)}"
        )
        if not (told or tally.reached):
            sys.exit(1)


def _mark(token: str) -> object:
    """Say in our own database that this contestant is simulated."""
    mine = Contestant.objects.filter(token_hash=seats.token_hash(token))
    return asyncio.ensure_future(threads.run(mine.update, bot=True))


async def _run(run: HallRun) -> tuple[Tally, bool]:
    """Until Ctrl-C, the end of the sitting, or the end of the process that holds our input; what
    the crowd saw, and whether it was told to stop."""
    ending, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, ending.set)
    with contextlib.suppress(OSError, ValueError):
        if not sys.stdin.isatty():
            loop.add_reader(sys.stdin.fileno(), _at_end, ending, loop)
    return await fill(run, ending), ending.is_set()


def _at_end(ending: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
    if not os.read(sys.stdin.fileno(), 1):
        loop.remove_reader(sys.stdin.fileno())
        ending.set()
