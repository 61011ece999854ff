"""Counts item statistics from the journal; the server starts it by itself when something waits."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from questionbank.tallies import Elsewhere
from quiz import children, counting
from quiz.counter import STATISTICS


class Command(BaseCommand):
    """Ends with status 3 when another process counts."""

    help = "Count new answers into the item statistics, politely, beside a running server."

    def add_arguments(self, parser: CommandParser) -> None:
        children.idle_option(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        children.go_on(_step, every_s=STATISTICS.every_s, idle_s=options["idle"])


def _step() -> bool:
    try:
        return counting.step()
    except Elsewhere:
        sys.exit(children.ELSEWHERE)
