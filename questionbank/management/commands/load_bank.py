"""manage.py load_bank: the starter bank, or other files of questions, into the province's bank."""

import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from questionbank import bank, grants, progress
from questionbank.loading import DATA, Loaded, read_questions
from questionbank.messages import Fault, Refused
from questionbank.standing import STARTER, Voucher

# A file of the wrong kind has a fault in each question; the first ones say enough.
MOST_LINES = 50


# The project's own files: each was read by a second person before it became part of it.
OURS = (DATA / "questions").resolve()


class Command(BaseCommand):
    help = (
        "Load questions from YAML files, all of them or, at any fault, none. The starter bank is "
        "in use at once; questions of other files become drafts of the province's bank, unless "
        "somebody answers for them: --live --by NAME."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="default: the starter bank")
        parser.add_argument("--live", action="store_true", help="into use without a review here")
        parser.add_argument(
            "--by", default="", help="with --live: the provincial approver who answers for them"
        )

    def handle(self, *_args: Any, files: list[Path], **options: Any) -> None:
        paths = files or sorted(OURS.glob("*.yaml"))
        voucher = _voucher(paths, options["by"], live=options["live"])
        try:
            stored = bank.store(self._read(paths), voucher)
        except Refused as refused:
            raise CommandError(_listed(refused.faults)) from refused
        words = {"added": stored.added, "changed": stored.changed, "same": stored.same}
        self.stdout.write(_("新增 %(added)d 题，更新 %(changed)d 题，未变 %(same)d 题") % words)
        if stored.left:
            self.stdout.write(_("其中 %d 题已在这里改动过，随附题库不再改动它们") % stored.left)
        if voucher is None:
            self.stdout.write(_("新增和更新的是草稿，送审通过并启用后才会出题"))

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


def _voucher(paths: list[Path], by: str, *, live: bool) -> Voucher | None:
    """Who answers for the files; None when they have to be reviewed."""
    if live != bool(by):
        raise CommandError(_("--live 须与 --by 同用：直接启用的试题要有人负责"))
    if live:
        names = ", ".join(path.name for path in paths)
        return Voucher(_approver(by), f"load_bank --live: {names}"[:1000])
    return STARTER if all(path.resolve().parent == OURS for path in paths) else None


def _approver(name: str) -> User:
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("没有在职的用户 %s") % name)
    if not grants.may(user, "approve", bank.PROVINCE):
        raise CommandError(_("%s 不是省级终审人，不能为直接启用的试题负责") % name)
    return user


def _listed(faults: list[Fault]) -> str:
    lines = [_("有 %d 处错误，什么都没有改动：") % len(faults)]
    lines += [str(fault) for fault in faults[:MOST_LINES]]
    if len(faults) > MOST_LINES:
        lines.append(_("……还有 %d 处") % (len(faults) - MOST_LINES))
    return "\n".join(lines)
