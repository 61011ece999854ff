"""manage.py load_regions: the regions and cohorts that contestants choose from."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError

from questionbank.progress import track
from quiz import loading


class Command(BaseCommand):
    help = "Load regions and cohorts; loading again updates them. All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=loading.DATA / "regions.csv",
            help="a table of regions of your own (default: Guangdong)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            regions = loading.read_regions(options["file"])
            cohorts = loading.read_cohorts(loading.DATA / "cohorts.csv")
            loading.store(list(track(regions, "regions", sys.stderr)), cohorts)
        except loading.BadData as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        except (DataError, IntegrityError) as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        self.stdout.write(f"{len(regions)} regions, {len(cohorts)} cohorts")
