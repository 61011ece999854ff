"""Looks through a round's closed papers for what a human should look at."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quiz import clock, contests
from quiz.flags import flagging
from quiz.models import Attempt, FlagRule, Round
from quiz.plan import Unprepared


class Command(BaseCommand):
    """May be run again at any time: it raises only what is new. Nothing follows from a flag until
    somebody decides on it."""

    help = "Raise flags on a round's closed papers, for organisers to decide on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code of a prepared round")

    def handle(self, *_args: Any, **options: Any) -> None:
        code = options["round"]
        self._done, self._all = 0, Attempt.objects.filter(round__code=code).count()
        try:
            raised = flagging.raise_for(code, clock.now(), self._heard)
        except Round.DoesNotExist as error:
            raise CommandError(contests.no_round(code)) from error
        except Unprepared as error:
            raise CommandError(
                f"no prepared round {code!r}: manage.py prepare_round prepares it"
            ) from error
        self.stdout.write(f"{self._done} papers, {sum(raised.values())} new flags")
        for rule, count in sorted(raised.items()):
            self.stdout.write(f"  {rule} {FlagRule(rule).label}: {count}")

    def _heard(self, more: int) -> None:
        """Show how far it is, on a terminal only."""
        self._done += more
        if self.stderr.isatty():
            self.stderr.write(f"\r{self._done} / {self._all}", ending="")
            self.stderr.flush()
