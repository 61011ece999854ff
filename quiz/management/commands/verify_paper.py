"""manage.py verify_paper: whether a paper was dealt as promised, step by step."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import papers
from quiz import rounds
from quiz.models import Attempt, PreparedRound
from quiz.rules import checking
from quiz.rules.checking import Checked, Step

WORDS = {
    "seed": gettext_lazy("种子的 SHA-256 与事先公布的承诺一致"),
    "digest": gettext_lazy("题库快照和卷册的指纹与事先公布的一致"),
    "rebuilt": gettext_lazy("由种子和题库快照重建的 %(books)d 册卷册与公布的一致"),
    "dealt": gettext_lazy(
        "由种子和公共随机数算出：第 %(book)d 册第 %(form)d 卷（每册 %(forms)d 卷）"
    ),
    "blueprint": gettext_lazy("%(questions)d 题符合命题蓝图（%(cells)s）"),
    "equal": gettext_lazy("期望答对 %(ours)s 题，所有卷在 %(least)s 至 %(most)s 之间"),
    "attempt": gettext_lazy("答卷记录的卷册与算出的一致"),
    "texts": gettext_lazy("题目文字与准备时一字不差"),
}


class Command(BaseCommand):
    help = "Recompute anybody's paper from the seed and the books, and check each promise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("attempt", nargs="?", type=int, help="number of an attempt")
        parser.add_argument("--round", help="code of the round, instead of an attempt")
        parser.add_argument(
            "--contestant",
            type=int,
            help="number of whose paper, when it is not an attempt that is named",
        )
        parser.add_argument("--try", type=int, dest="try_no", default=0, help="counted from 0")
        parser.add_argument("--published", type=Path, help="a published file, no database needed")

    def handle(self, *_args: Any, **options: Any) -> None:
        published, whose, steps = _source(options)
        try:
            checked = checking.check(published, *whose)
        except checking.Unpublished as error:
            raise CommandError(_("种子和卷册要到轮次结束后才公布，或文件不完整")) from error
        extra = [step(checked, published) for step in steps]
        for step in (*checked.steps, *extra):
            self._say(step)
        self.stdout.write(_("题目版本：%s") % " ".join(map(str, checked.versions)))
        if not (checked.holds and all(step.holds for step in extra)):
            raise CommandError(_("核对不一致"))

    def _say(self, step: Step) -> None:
        shown = {"ours", "least", "most"}
        figures = {
            name: rounds.two_places(value) if name in shown else value
            for name, value in step.figures.items()
        }
        self.stdout.write(f"{'✓' if step.holds else '✗'} {WORDS[step.code] % figures}")


def _source(options: dict[str, Any]) -> tuple[Mapping[str, Any], tuple[int, int], list[Any]]:
    """What was published, whose paper is asked for, and what else can be checked here."""
    if options["attempt"] is not None:
        attempt = Attempt.objects.filter(pk=options["attempt"]).first()
        if attempt is None:
            raise CommandError(_("没有答卷 %d：编号在组织者的答卷页上") % options["attempt"])
        published = _stored(round_id=attempt.round_id)
        whose = (attempt.contestant_id, attempt.try_no)
        return published, whose, [_texts, lambda checked, _published: _same(attempt, checked)]
    if options["contestant"] is None or options["try_no"] < 0:
        raise CommandError(
            _("请给出答卷编号，或 --contestant 和 --try，并用 --round 或 --published 指明轮次")
        )
    whose = (options["contestant"], options["try_no"])
    if options["published"]:
        return _read(options["published"]), whose, []
    return _stored(round__code=options["round"]), whose, [_texts]


def _stored(**which: Any) -> Mapping[str, Any]:
    prepared = PreparedRound.objects.select_related("round").filter(**which).first()
    if prepared is None:
        raise CommandError(_("没有这个轮次，或它还没有准备：请先运行 manage.py prepare_round"))
    return rounds.whole(prepared)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        published = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(_("无法读取 %s") % path) from error
    if not isinstance(published, dict):
        raise CommandError(_("%s 不是公布的文件") % path)
    return published


def _same(attempt: Attempt, checked: Checked) -> Step:
    return Step("attempt", (attempt.book, attempt.form) == (checked.book, checked.form), {})


def _texts(checked: Checked, published: Mapping[str, Any]) -> Step:
    promised = {item.version: item.digest for item in checking.items_of(published["books"])}
    stored = papers.digests(checked.versions)
    same = all(stored.get(version) == promised[version] for version in checked.versions)
    return Step("texts", same, {})
