"""People who had their data deleted: listed before a restore, deleted again after it."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz import clock, people
from quiz.models import Contestant

LINE = re.compile(r"(\d{1,18}) (\d{1,18})")


class Command(BaseCommand):
    """`erase_again > erased.txt`, restore the backup, `erase_again erased.txt`."""

    help = "list whose data was deleted; with a list, delete theirs again"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An optional list."""
        parser.add_argument("list", nargs="?", type=Path, help="what was listed before the restore")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the list, or act on it. Raises CommandError for a file that is none of ours."""
        if options["list"] is None:
            self._tell()
        else:
            self.stdout.write(str(_again(options["list"])))

    def _tell(self) -> None:
        """Of each the number and the moment of joining: a number may be given anew later."""
        rows = Contestant.objects.exclude(erased_at=None).order_by("pk")
        for number, joined_at in rows.values_list("pk", "joined_at").iterator():
            self.stdout.write(f"{number} {joined_at}")


def _again(file: Path) -> int:
    """Delete the data of who is on the list and in the database; how many they were."""
    now, many = clock.now(), 0
    for number, joined_at in _listed(file):
        back = Contestant.objects.filter(pk=number, joined_at=joined_at, erased_at=None).first()
        if back is not None:
            people.erase(back, now)
            many += 1
    return many


def _listed(file: Path) -> list[tuple[int, int]]:
    """The whole list, before anything of it is done. Raises CommandError."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise CommandError(f"{file} is no list that erase_again wrote") from error
    found = [LINE.fullmatch(line) for line in lines]
    if None in found:
        wrong = found.index(None) + 1
        raise CommandError(f"{file}, line {wrong}: not a number and a moment of joining")
    return [(int(one[1]), int(one[2])) for one in found if one]
