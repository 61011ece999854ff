"""manage.py make_contest: a new contest, to which rounds are added by make_round."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quiz import setting_up


class Command(BaseCommand):
    help = "Make a contest, held by a region."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="what contestants type: 1 to 12 of A-Z and 0-9")
        parser.add_argument("title", help="in Chinese")
        parser.add_argument("--region", required=True, help="code of the region that holds it")
        parser.add_argument("--title-en", default="", help="in English")

    def handle(self, *_args: Any, **options: Any) -> None:
        named = {"region": options["region"], "title_en": options["title_en"]}
        try:
            made = setting_up.make_contest(options["code"], options["title"], **named)
        except setting_up.CannotSetUp as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"{made.code} {made.title_zh}（{made.region}）")
        after = f"manage.py make_round {made.code} PRESET CODE --opens … --closes …"
        self.stdout.write(_("接着：%s") % after)
