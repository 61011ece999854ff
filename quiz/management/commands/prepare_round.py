"""manage.py prepare_round: the books of a round are cut, and promised before it opens."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quiz import clock, contests, format_words, preparing, rounds
from quiz.models import PreparedRound, Round
from quiz.rules.formats import BadFormat


class Command(BaseCommand):
    help = "Build the books of a round and print the promise to publish before it opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the round")
        parser.add_argument("--beacon", default="", help="the public number, once it is known")
        parser.add_argument("--again", action="store_true", help="replace an earlier preparation")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = clock.now()
        round_ = round_called(options["code"])
        prepared = PreparedRound.objects.filter(round=round_).first()
        try:
            if prepared and options["beacon"] and not options["again"]:
                rounds.mix(prepared, options["beacon"], now=now)
            elif prepared and not options["again"]:
                raise CommandError(_("轮次已准备好，用 --again 可在开始前重来"))
            else:
                seed = secrets.token_bytes(32)
                how = {"beacon": options["beacon"], "once": not options["again"]}
                prepared = rounds.prepare(round_, seed=seed, now=now, **how)
        except preparing.REFUSALS as why:
            raise CommandError(preparing.in_words(why)) from why
        self._show(prepared)

    def _show(self, prepared: PreparedRound) -> None:
        made = rounds.bookset(prepared)
        words = {"books": len(made.books), "forms": made.forms, "slots": len(made.cells)}
        self.stdout.write(_("%(books)d 册，每册 %(forms)d 卷，每卷 %(slots)d 题") % words)
        self.stdout.write(_("种子承诺 SHA-256：%s") % prepared.seed_hash)
        self.stdout.write(_("卷册指纹 SHA-256：%s") % prepared.digest)
        self.stdout.write(_("公共随机数：%s") % (prepared.beacon or _("尚未公布")))


def round_called(code: str) -> Round:
    """The round of that code, which could be played. Raises CommandError."""
    try:
        round_ = Round.objects.select_related("contest__region", "prepared").get(code=code)
        rounds.settings(round_)
    except Round.DoesNotExist as error:
        raise CommandError(contests.no_round(code)) from error
    except BadFormat as bad:
        raise CommandError(f"{code}: {format_words.refusal(bad)}") from bad
    return round_
