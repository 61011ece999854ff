"""manage.py make_round: a round of a contest from a preset, to be previewed and prepared."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from questionbank import given_once
from quiz import clock, presets, setting_up
from quiz.models import Round
from quiz.rules.units import Millis
from quiz.setting_up import CannotSetUp, Wanted

HOUR = 'in the server\'s local time: "2026-12-01 09:00", or with an offset: "…+05:00"'


class Command(BaseCommand):
    help = "Make a round of a contest from a preset; it is not prepared yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contest", help="code of the contest")
        parser.add_argument("preset", help=", ".join(presets.presets()))
        parser.add_argument("code", help="of the round: letters, digits, _ and -")
        parser.add_argument("--opens", required=True, help=HOUR)
        parser.add_argument("--closes", default="", help=f"{HOUR}; without it never (practice)")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="a setting that differs from the preset (regulations, section 2.2); repeatable",
        )
        parser.add_argument("--title", default="", help="in Chinese; else 第 1 轮, 练习, 现场赛")
        parser.add_argument("--title-en", default="", help="in English")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = setting_up.make_round(
                options["contest"], options["preset"], _wanted(options), now=clock.now()
            )
        except CannotSetUp as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"{made.code} {made.title_zh}：{_window(made)}")
        self.stdout.write(_("接着：%s") % f"manage.py preview_round {made.code}")


def _wanted(options: dict[str, Any]) -> Wanted:
    closes = options["closes"]
    return Wanted(
        options["code"],
        setting_up.moment(options["opens"]),
        setting_up.moment(closes) if closes else None,
        dict(_settings(options["set"])),
        options["title"],
        options["title_en"],
    )


def _settings(said: list[str]) -> Iterable[tuple[str, Any]]:
    for one in said:
        name, sign, value = one.partition("=")
        if not sign:
            raise CannotSetUp(_("--set %s 要写作 --set questions=20") % one[:60])
        yield name.strip(), _value(value)


def _value(said: str) -> Any:
    """A number, a word, true or false, [a, b], {a: 1}; YAML's yes and no stay words."""
    try:
        found = yaml.load(said, Loader=given_once.Loader)  # noqa: S506 (a safe loader)
    except given_once.Twice as error:
        words = {"said": said[:60], "name": error.problem}
        raise CannotSetUp(_("--set 的值 %(said)s 同一名称写了两次：%(name)s") % words) from error
    except yaml.YAMLError as error:
        raise CannotSetUp(_("--set 的值 %s 写法不对") % said[:60]) from error
    plain = isinstance(found, bool) and said.strip() not in ("true", "false")
    return said.strip() if plain or found is None else found


def _window(made: Round) -> str:
    ends = [made.opens_at, made.closes_at]
    return " – ".join("…" if at is None else _hour(Millis(at)) for at in ends)


def _hour(at: Millis) -> str:
    local = datetime.fromtimestamp(at / 1000, timezone.get_current_timezone())
    return local.strftime("%Y-%m-%d %H:%M")
