"""manage.py load_taxonomy: the tags that questions carry."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from questionbank import bank
from questionbank.loading import DATA, read_taxonomy
from questionbank.messages import Refused


class Command(BaseCommand):
    help = "Load the tags that questions carry; loading them again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = bank.store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("标签 %d 个") % count)
