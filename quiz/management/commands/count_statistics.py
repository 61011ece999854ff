"""Counts item statistics from the journal; the server starts it by itself when something waits."""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error as DatabaseError

from questionbank.tallies import Elsewhere
from quiz import children, counter, counting

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Ends with status 3 when another process counts."""

    help = "Count new answers into the item statistics, politely, beside a running server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--idle",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help="go on until nothing came for so long, or whoever started this is gone",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        children.be_polite()
        idle = 0.0
        while idle <= options["idle"]:
            idle = 0.0 if self._step() else idle + counter.EVERY_S
            if not options["idle"] or not children.wait(counter.EVERY_S):
                return

    def _step(self) -> bool:
        try:
            return counting.step()
        except Elsewhere:
            sys.exit(counter.ELSEWHERE)
        except DatabaseError as error:
            log.warning("statistics are late: %s", error)
            return False
