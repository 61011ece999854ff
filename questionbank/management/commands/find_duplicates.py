"""Searches the bank for questions that are alike; what it finds waits on the workbench."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from questionbank import duplicates
from questionbank.models import Likeness, Suspect
from questionbank.progress import track


class Command(BaseCommand):
    help = "Search the bank for questions that are alike; again only looks at what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="search everything anew")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["all"]:
            Likeness.objects.update(searched=False)
        stand = duplicates.progress()
        steps = -(-(stand.total - stand.done) // duplicates.AT_ONCE)
        for _step in track(range(steps), _("查找"), sys.stderr):
            duplicates.search_on()
        found = Suspect.objects.count()
        numbers = {"total": stand.total, "found": found}
        self.stdout.write(_("%(total)d 题中有 %(found)d 对待判定") % numbers)
