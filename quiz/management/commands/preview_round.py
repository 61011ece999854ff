import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from questionbank.rules import books as book_rules
from questionbank.rules.blueprint import Item, most_forms, tags_of
from questionbank.rules.books import BookSet
from quiz import clock, rounds
from quiz.management.commands.prepare_round import round_called
from quiz.models import PreparedRound, Round
from quiz.rules import checking, formats

# What is only tried out needs no secret.
TRIAL_SEED = bytes(32)
TOPIC = re.compile(r"^T\d+$")
LABEL = re.compile(r"^L\d$")


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
        made, items = book_rules.read(content["set"]), checking.items_of(content)
        self._shape(round_, made, items, ready=prepared is not None)
        self._equality(made, items)
        self._coverage(content["blueprint"], made, items)

    def _tried(self, round_: Round) -> dict[str, Any]:
        try:
            return rounds.build(round_, TRIAL_SEED)
        except rounds.ShortPool as short:
            items = rounds.pool(round_, formats.read(round_.format))
            self._tags(items)
            raise CommandError(rounds.shorts_in_words(short.shorts)) from short
        except rounds.Enemies as together:
            raise CommandError(rounds.enemies_in_words(together.pairs)) from together

    def _publish(self, prepared: PreparedRound | None, path: Path) -> None:
        if prepared is None:
            raise CommandError(_("轮次还没有准备，没有可公布的内容"))
        public = rounds.publication(prepared, now=clock.now())
        try:
            path.write_text(json.dumps(public, ensure_ascii=False, sort_keys=True), "utf-8")
        except OSError as error:
            raise CommandError(_("无法写入 %s") % path) from error
        whole = _("含种子和卷册") if "seed" in public else _("轮次结束前只有承诺")
        self.stdout.write(f"{path}: {whole}")

    def _shape(self, round_: Round, made: BookSet, items: list[Item], *, ready: bool) -> None:
        state = _("已准备") if ready else _("预演，尚未准备")
        self.stdout.write(f"{round_.code} {round_.title_zh}（{state}）")
        words = {
            "pool": len(items),
            "books": len(made.books),
            "forms": made.forms,
            "slots": len(made.cells),
        }
        line = _("候选题 %(pool)d 道；%(books)d 册 × %(forms)d 卷 × %(slots)d 题")
        self.stdout.write(line % words)
        self.stdout.write(_("同一人连续 %d 次不会遇到重复的题") % made.forms)

    def _equality(self, made: BookSet, items: list[Item]) -> None:
        self.stdout.write(_("各卷期望答对题数（按能力）："))
        for line in book_rules.spread(made, items):
            words = {
                "ability": line.ability,
                "mean": rounds.two_places(line.mean),
                "sd": rounds.two_places(line.sd),
                "far": rounds.two_places(line.farthest),
            }
            text = _("  能力 %(ability)+d：平均 %(mean)s，标准差 %(sd)s，最大偏差 %(far)s")
            self.stdout.write(text % words)

    def _coverage(self, blueprint: dict[str, int], made: BookSet, items: list[Item]) -> None:
        bench = Counter[str]()
        for cell, stratum in zip(made.cells, made.bench, strict=True):
            bench[cell] += len(stratum)
        for cell, need in sorted(blueprint.items()):
            have = sum(tags_of(cell) <= item.tags for item in items)
            words = {"cell": cell, "need": need, "have": have, "bench": bench[cell]}
            text = _("  %(cell)s：每卷 %(need)d 题，题库 %(have)d 道，备用 %(bench)d 道")
            self.stdout.write(text % words)
        self.stdout.write(_("题库最多可同时组成 %d 份不重题的卷") % most_forms(items, blueprint))
        self._tags(items)

    def _tags(self, items: list[Item]) -> None:
        counts = Counter(tag for item in items for tag in item.tags)
        for name, pattern in ((_("主题"), TOPIC), (_("难度"), LABEL)):
            tags = sorted((t for t in counts if pattern.match(t)), key=lambda t: int(t[1:]))
            self.stdout.write(f"{name}: " + "  ".join(f"{tag} {counts[tag]}" for tag in tags))
