"""Builds the boards anew from the journal, and says what they come to."""

import hashlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard import board
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector, projector
from leaderboard.rules.scopes import Scope
from leaderboard.store import StoreAway
from quiz import clock
from quiz.models import Entry, EntryKind

# Rows that are printed.
FIRST = 5


class Command(BaseCommand):
    """In Redis the new boards take the old ones' place, those of all rounds at once. In memory each
    server builds its own when it starts; this one is built to be compared."""

    help = "Rebuild the boards from the journal and print what a round's board comes to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code of a ranked round")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._done, self._all = 0, Entry.objects.filter(kind__gte=EntryKind.CLOSED).count()
        built = Projector(projector.shelf)
        try:
            shelf = built.rebuild(clock.now(), self._heard)
        except StoreAway as error:
            raise CommandError(
                f"Redis cannot be used now: {error}; is it running, and is REDIS_URL right?"
            ) from error
        ranked = built.catalogue.codes.get(options["round"])
        if ranked is None:
            known = ", ".join(sorted(built.catalogue.codes)) or "none"
            raise CommandError(f"no ranked round {options['round']!r}; there are: {known}")
        built.shelf = shelf
        self.stdout.write(summary(built, ranked))

    def _heard(self, more: int) -> None:
        """Show how far it is, on a terminal only."""
        self._done += more
        if self.stderr.isatty():
            self.stderr.write(f"\r{self._done} / {self._all}", ending="")
            self.stderr.flush()


def summary(built: Projector, ranked: RankedRound) -> str:
    """People, attempts, the first five, and a fingerprint of every row of the whole board."""
    scope = Scope(ranked.root)
    totals = built.store(ranked).totals([scope])[0]
    first: list[str] = []
    # The text of a list of all rows, which nobody has to hold: a million of them are a gigabyte.
    digest = hashlib.sha256(b"[")
    for number, row in enumerate(board.digest_rows(built, ranked, scope)):
        told = repr((row.contestant, row.rank, row.standing))
        digest.update((f", {told}" if number else told).encode())
        if number < FIRST:
            first.append(f"{row.rank:>4} {row.name} {row.standing.score}")
    digest.update(b"]")
    head = f"{ranked.code}: {totals.people} 人, {totals.attempts} 人次"
    return "\n".join([head, *first, f"sha256 {digest.hexdigest()}"])
