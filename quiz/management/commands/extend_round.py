"""manage.py extend_round: more time for a round that is open."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank import grants
from quiz import clock, contests, extending, setting_up
from quiz.extending import Refusal, Wanted
from quiz.models import Round
from quiz.rules.units import Millis
from quiz.setting_up import CannotSetUp


class Command(BaseCommand):
    help = "Move the end of an open round to a later moment, for everybody and in public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="code of a round")
        parser.add_argument(
            "--closes",
            required=True,
            help='in the server\'s local time: "2026-12-31 18:00", or with an offset: "…+05:00"',
        )
        parser.add_argument("--reason", required=True, help="in Chinese, for everybody")
        parser.add_argument("--reason-en", default="", help="the same in English")
        parser.add_argument("--by", required=True, help="name of the organiser who answers for it")

    def handle(self, *_args: Any, **options: Any) -> None:
        round_, by = _round(options["round"]), _user(options["by"])
        was = None if round_.closes_at is None else Millis(round_.closes_at)
        reasons = (options["reason"], options["reason_en"])
        try:
            wanted = Wanted(was, setting_up.moment(options["closes"]), *reasons)
            made = extending.extend(round_, wanted, by, clock.now())
        except (Refusal, CannotSetUp) as why:
            raise CommandError(str(why)) from why
        minutes = (made.closes_at - made.was) // 60_000
        self.stdout.write(f"{round_.code} {options['closes']} (+{minutes} min): {made.reason_zh}")


def _round(code: str) -> Round:
    found = Round.objects.select_related("contest__region").filter(code=code).first()
    if found is None:
        raise CommandError(contests.no_round(code))
    return found


def _user(name: str) -> User:
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(grants.nobody(name))
    return found
