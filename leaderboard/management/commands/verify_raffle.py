"""Draws a raffle again from its published files, without the database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.raffle import telling
from leaderboard.rules.raffle import NOBODY


class Command(BaseCommand):
    """Ends with an error when the draw is not the one that was promised."""

    help = "Draw a raffle again from its facts (draw.json) and its list (tickets.txt)."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own declaration)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("facts", type=Path, help="draw.json as the raffle's page offers it")
        parser.add_argument("tickets", type=Path, help="tickets.txt from the same page")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            told = json.loads(options["facts"].read_bytes())
            found = telling.faults(told, options["tickets"].read_text("ascii").split())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"not the facts of a raffle that was drawn: {error!r}") from error
        if found:
            raise CommandError(f"the draw is not as promised: {', '.join(found)}")
        gone = [by for _ticket, by in told["passed"]].count(NOBODY)
        more = f", {gone} passed over: data deleted" if gone else ""
        self.stdout.write(f"same: {told['tickets']} tickets, {len(told['drawn'])} drawn{more}")
