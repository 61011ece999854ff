"""Counts the reports from the journal; the server starts it by itself when something waits."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from leaderboard.reports import counting, keeping, making
from leaderboard.reports.follower import REPORTS
from quiz import children, clock

# A page of a rebuild: nobody waits for answers then.
WHOLE_PAGE = 2_000


class Command(BaseCommand):
    """Ends with status 3 when another process counts."""

    help = "Count closed papers into the reports; with --rebuild from the beginning."

    def add_arguments(self, parser: CommandParser) -> None:
        children.idle_option(parser)
        parser.add_argument(
            "--rebuild", action="store_true", help="forget what is counted and count all anew"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self._rebuild()
        else:
            # Whoever calls it by hand waits for the newest.
            step = partial(_step, at_once=not options["idle"])
            children.go_on(step, every_s=REPORTS.every_s, idle_s=options["idle"])

    def _rebuild(self) -> None:
        keeping.empty()
        found = 0

        def heard(entries: int) -> None:
            nonlocal found
            found += entries
            self.stderr.write(f"\r{found:,} entries", ending="")

        self._all(heard)
        making.step(clock.now(), at_once=True)
        self.stdout.write(f"\ncounted {found:,} entries of the journal")

    def _all(self, heard: Callable[[int], None]) -> None:
        """A server's process that counts, too, is heard once and then leaves it to this one."""
        while True:
            try:
                counting.catch_up(clock.now(), page=WHOLE_PAGE, heard=heard)
            except keeping.Elsewhere:
                continue
            return


def _step(*, at_once: bool) -> bool:
    try:
        found = counting.catch_up(clock.now())
        return making.step(clock.now(), at_once=at_once) > 0 or found > 0
    except keeping.Elsewhere:
        sys.exit(children.ELSEWHERE)
