"""Annuls, or restores, every closed attempt of a round, in one region or in all."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank import grants
from quiz import annulling, clock, contests
from quiz.annulling import Refusal, Why
from quiz.models import Round
from quiz.models.annulment import Reason

# Attempts of one transaction: answers of other rounds wait for half a second at most.
AT_ONCE = 500


class Command(BaseCommand):
    """Without --yes it only says what it would do. Broken off it is simply started again."""

    help = "Annul (or --restore) every closed attempt of a round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code of a round")
        words = ", ".join(f"{code} {label}" for code, label in Reason.choices)
        parser.add_argument("reason", choices=Reason.values, help=words)
        parser.add_argument("--note", default="", help="in words, for the contestants")
        parser.add_argument("--by", required=True, help="name of the organiser who answers for it")
        parser.add_argument("--region", default="", help="region path; without it the whole round")
        parser.add_argument("--restore", action="store_true", help="put back instead")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *_args: Any, **options: Any) -> None:
        annuls = not options["restore"]
        why = Why(options["reason"], options["note"])
        round_, by = self._round(options["round"]), self._user(options["by"])
        self._look(why, options["region"], annuls=annuls)
        found = annulling.of_round(round_.pk, options["region"] or round_.contest.region.path)
        whole = annulling.next_steps(found, annuls=annuls)
        self.stdout.write(f"{len(found)} closed attempts, {len(whole)} to change")
        if not options["yes"]:
            self.stdout.write("nothing was done: --yes does it")
            return
        done = sum(self._part(part, why, by, annuls=annuls) for part in _parts(whole))
        self.stdout.write(f"{done} changed")

    def _look(self, why: Why, region: str, *, annuls: bool) -> None:
        """Refuse at the look, too, what the act would refuse. Raises CommandError."""
        if region and (wrong := grants.misplaced(region)):
            raise CommandError(wrong)
        try:
            annulling.check({}, why, annuls=annuls)
        except Refusal as refused:
            raise CommandError(f"{refused.field}: {refused}") from refused

    def _part(self, steps: dict[int, int], why: Why, by: User, *, annuls: bool) -> int:
        verb = annulling.annul if annuls else annulling.restore
        try:
            return len(verb(steps, why, by, clock.now()))
        except Refusal as refused:
            raise CommandError(f"{refused.field}: {refused}") from refused

    def _round(self, code: str) -> Round:
        found = Round.objects.select_related("contest__region").filter(code=code).first()
        if found is None:
            raise CommandError(contests.no_round(code))
        return found

    def _user(self, name: str) -> User:
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(grants.nobody(name))
        return found


def _parts(whole: dict[int, int]) -> list[dict[int, int]]:
    pairs = sorted(whole.items())
    return [dict(pairs[n : n + AT_ONCE]) for n in range(0, len(pairs), AT_ONCE)]
