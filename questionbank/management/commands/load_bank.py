import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from questionbank import bank, progress
from questionbank.loading import DATA, Loaded, read_questions
from questionbank.messages import Fault, Refused

# A file of the wrong kind has a fault in each question; the first ones say enough.
MOST_LINES = 50


class Command(BaseCommand):
    help = "Load questions from YAML files, all of them or, at any fault, none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="default: the starter bank")

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        paths = files or sorted((DATA / "questions").glob("*.yaml"))
        try:
            stored = bank.store(self._read(paths))
        except Refused as refused:
            raise CommandError(_listed(refused.faults)) from refused
        words = {"added": stored.added, "changed": stored.changed, "same": stored.same}
        self.stdout.write(_("新增 %(added)d 题，更新 %(changed)d 题，未变 %(same)d 题") % words)

    def _read(self, paths: list[Path]) -> list[Loaded]:
        entries: list[Loaded] = []
        faults: list[Fault] = []
        for path in progress.track(paths, _("读取题库"), sys.stderr):
            try:
                sound, unsound = read_questions(path)
            except Refused as refused:
                sound, unsound = [], refused.faults
            entries += sound
            faults += unsound
        if faults:
            raise Refused(faults)
        return entries


def _listed(faults: list[Fault]) -> str:
    lines = [_("有 %d 处错误，什么都没有改动：") % len(faults)]
    lines += [str(fault) for fault in faults[:MOST_LINES]]
    if len(faults) > MOST_LINES:
        lines.append(_("……还有 %d 处") % (len(faults) - MOST_LINES))
    return "\n".join(lines)
