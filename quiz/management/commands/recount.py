"""Counts item statistics anew from the journal, and compares them with what is stored."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank import statistics, tallies
from questionbank.tallies import Elsewhere
from quiz import clock, counting
from quiz.models import Entry, EntryKind

SHOWN = 20
AT_ONCE = 200


class Command(BaseCommand):
    """Ends with an error when the counts differ and were not replaced."""

    help = "Count item statistics anew from the whole journal and compare them with the tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="store the new counts")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._done, self._all = 0, Entry.objects.filter(kind=EntryKind.CLOSED).count()
        try:
            counting.catch_up()
            _place, turn = tallies.state()
            stored = tallies.stored()
            whole, place = counting.recount(self._heard)
            differing = stored.differences(whole)
            self._tell(differing, sum(whole.counts.values()))
            if options["repair"]:
                tallies.replace(whole, msgspec.json.encode(place).decode(), turn)
        except Elsewhere as error:
            raise CommandError("a server is counting at this moment; try again") from error
        if options["repair"]:
            self.stdout.write(f"stored anew; {self._summaries()} summaries made")
        elif differing:
            raise CommandError("the counts differ from the journal; --repair stores them anew")

    def _heard(self, more: int) -> None:
        """Show how far it is, on a terminal only."""
        self._done += more
        if self.stderr.isatty():
            self.stderr.write(f"\r{self._done} / {self._all}", ending="")
            self.stderr.flush()

    def _tell(self, differing: list[tuple[Any, ...]], total: int) -> None:
        self.stdout.write(f"{self._done} attempts, {total} first meetings")
        self.stdout.write(f"{len(differing)} cells differ")
        for *key, stored, counted in differing[:SHOWN]:
            self.stdout.write(f"  {' '.join(map(str, key))}: stored {stored}, counted {counted}")

    def _summaries(self) -> int:
        at, made = datetime.fromtimestamp(clock.now() / 1_000, UTC), 0
        while more := statistics.refresh(at, most=AT_ONCE):
            made += more
        return made
