"""Checks a published result as anybody can, and against this server's own journal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.models import PublishedResult
from leaderboard.publish import archived
from leaderboard.publish.script import checks


class Command(BaseCommand):
    help = "Check a published result: signature, files, and what its answers come to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="result.json; no database is read")
        parser.add_argument("--answers", type=Path, nargs="+", help="answers.jsonl or .gz")
        parser.add_argument("--persons", type=Path, help="persons.jsonl or .gz")
        parser.add_argument("--rests-on", type=Path, nargs="+", help="what it rests on")
        parser.add_argument("--key", default="", help="the public key that is trusted")
        parser.add_argument("--contest", help="code of a contest here: check its whole chain")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = self._contest(options["contest"]) if options["contest"] else _file(options)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"cannot be read: {error!r}") from error
        for line in found[: checks.MOST_SHOWN]:
            self.stdout.write(f"✗ {line}")
        if found:
            raise CommandError(f"{len(found)} differences")
        self.stdout.write("same")

    def _contest(self, code: str) -> list[str]:
        results = PublishedResult.objects.filter(contest__code=code).order_by("number")
        if not results.exists():
            known = PublishedResult.objects.order_by("contest__code").distinct()
            codes = ", ".join(known.values_list("contest__code", flat=True)) or "none"
            raise CommandError(f"no such contest, or nothing is published; there are: {codes}")
        return [line for result in results for line in archived.faults(result)]


def _file(options: dict[str, Any]) -> list[str]:
    if options["file"] is None:
        raise CommandError("name a file, or --contest")
    files = {name: options[name] for name in ("answers", "persons", "rests_on")}
    return list(checks.check({"result": options["file"], **files}, options["key"]))
