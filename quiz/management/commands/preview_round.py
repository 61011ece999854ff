"""manage.py preview_round: what a round's papers would be; nothing is stored."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quiz import clock, preparing, round_errands, rounds
from quiz.management.commands.prepare_round import round_called
from quiz.models import PreparedRound, Round
from quiz.preparing import Preview
from quiz.rules import formats


class Command(BaseCommand):
    help = "Show what papers a round has or would have: forms, equality, repeats, what is short."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the round")
        parser.add_argument("--publish", type=Path, metavar="FILE", help="write what is public")

    def handle(self, *_args: Any, code: str, publish: Path | None, **_options: Any) -> None:
        round_ = round_called(code)
        prepared: PreparedRound | None = getattr(round_, "prepared", None)
        if publish:
            self._publish(prepared, publish)
        content = prepared.books if prepared else self._tried(round_)
        found = preparing.preview(content)
        self._shape(round_, found, ready=prepared is not None)
        self._equality(found)
        self._coverage(found)

    def _tried(self, round_: Round) -> dict[str, Any]:
        try:
            return rounds.build(round_, round_errands.TRIAL_SEED)
        except rounds.ShortPool as short:
            items = rounds.pool(round_, formats.read(round_.format))
            self._tags(preparing.tags(items))
            raise CommandError(preparing.in_words(short)) from short
        except rounds.Enemies as together:
            raise CommandError(preparing.in_words(together)) from together

    def _publish(self, prepared: PreparedRound | None, path: Path) -> None:
        if prepared is None:
            raise CommandError(
                _("轮次还没有准备，没有可公布的内容：请先运行 manage.py prepare_round")
            )
        public = rounds.publication(prepared, now=clock.now())
        try:
            path.write_text(json.dumps(public, ensure_ascii=False, sort_keys=True), "utf-8")
        except OSError as error:
            raise CommandError(_("无法写入 %s") % f"{path} ({error.strerror})") from error
        whole = _("含种子和卷册") if "seed" in public else _("轮次结束前只有承诺")
        self.stdout.write(f"{path}: {whole}")

    def _shape(self, round_: Round, found: Preview, *, ready: bool) -> None:
        state = _("已准备") if ready else _("预演，尚未准备")
        self.stdout.write(f"{round_.code} {round_.title_zh}（{state}）")
        line = _("候选题 %(pool)d 道；%(books)d 册 × %(forms)d 卷 × %(slots)d 题")
        self.stdout.write(line % found)
        self.stdout.write(_("同一人连续 %d 次不会遇到重复的题") % found["forms"])

    def _equality(self, found: Preview) -> None:
        self.stdout.write(_("各卷期望答对题数（按能力）："))
        for ability, *figures in found["spread"]:
            mean, sd, far = map(rounds.two_places, figures)
            words = {"ability": ability, "mean": mean, "sd": sd, "far": far}
            text = _("  能力 %(ability)+d：平均 %(mean)s，标准差 %(sd)s，最大偏差 %(far)s")
            self.stdout.write(text % words)

    def _coverage(self, found: Preview) -> None:
        for cell, need, have, bench in found["cells"]:
            words = {"cell": cell, "need": need, "have": have, "bench": bench}
            text = _("  %(cell)s：每卷 %(need)d 题，题库 %(have)d 道，备用 %(bench)d 道")
            self.stdout.write(text % words)
        self.stdout.write(_("题库最多可同时组成 %d 份不重题的卷") % found["most"])
        self._tags(found["tags"])

    def _tags(self, tags: list[list[list[Any]]]) -> None:
        for name, counts in zip((_("主题"), _("难度")), tags, strict=True):
            self.stdout.write(f"{name}: " + "  ".join(f"{tag} {many}" for tag, many in counts))
