"""manage.py demo: a whole contest on this machine, from nothing to a phone's first question."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from config import arguments, demo, demo_hall, signin, terminal
from config.alone import alone
from config.environment import ROOT
from config.serve import serve
from quiz import clock
from quiz.bots import people
from quiz.models import Sitting

STOP_S = 8
TAKEN = (
    "另一个演示正在用文件夹 {folder}，请先停下它，或另用一个：DATA_DIR=var2 make demo PORT=8123 / "
    "Another demo is in that folder: stop it, or use another, DATA_DIR=var2 make demo PORT=8123"
)


class Command(BaseCommand):
    help = "Load the starter bank, open a contest and serve it; BOTS play along."

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.listening(parser)
        parser.add_argument("--bots", default="0", help=f"0 to {people.MOST}")

    def handle(self, *_args: Any, **options: Any) -> None:
        host, port, bots = options["host"], options["port"], _bots(str(options["bots"]))
        with alone(settings.DATA_DIR) as first:
            if not first:
                raise CommandError(TAKEN.format(folder=settings.DATA_DIR))
            self._run(host, port, bots)

    def _run(self, host: str, port: int, bots: int) -> None:
        contest = demo.prepare(clock.now())
        hall = demo_hall.rehearsal(contest, demo.editor(), clock.now())
        site = terminal.site(host, port)
        page = site + reverse("phone", args=[demo.CODE])
        self.stdout.write(terminal.qr(page, sys.stdout.encoding or "utf-8"))
        self.stdout.write("\n".join(_lines(site, bots, hall)))
        self.stdout.flush()
        with _crowd(terminal.near(host, port), bots):
            serve(host, port)


def _bots(said: str) -> int:
    """How many are to play along. Raises CommandError before anything is begun."""
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else people.MOST + 1
    if number > people.MOST:
        raise CommandError(
            f"BOTS={said[:20]}：请用 0 到 {people.MOST} 的整数 / a whole number to {people.MOST}"
        )
    return number


def _lines(site: str, bots: int, hall: Sitting) -> Iterator[str]:
    token = signin.issue(demo.editor(), clock.now())
    for label, path in (
        ("手机答题 phone      ", reverse("phone", args=[demo.CODE])),
        ("榜单     boards     ", f"/boards/{demo.CODE}/"),
        ("大屏     big screen ", f"/screen/{demo.CODE}/"),
        ("接口文档 REST docs  ", reverse("api-docs")),
        ("题库编辑 editor     ", reverse("signin", args=[token])),
        ("现场手机 hall phone ", reverse("hall-phone", args=[hall.code])),
        ("主持台   console    ", reverse("host-console", args=[hall.code])),
        ("现场大屏 hall screen", reverse("stage", args=[hall.screen_code])),
    ):
        yield f"  {label} {site}{path}"
    yield "  编辑链接一次有效，15 分钟内 / the editor's link works once, within 15 minutes"
    yield f"  现场彩排 {hall.code}：先用编辑链接登录，再打开主持台"
    yield f"  hall rehearsal {hall.code}: sign in by the editor's link, then open the console"
    if bots:
        log = settings.DATA_DIR / "bots.log"
        yield f"  模拟选手 {bots} 人 / {bots} simulated contestants: {log}"
    yield "  按 Ctrl-C 停止 / press Ctrl-C to stop\n"


@contextmanager
def _crowd(url: str, count: int) -> Iterator[None]:
    """Bots in a process of their own, which ends with this one even if this one is killed."""
    if not count:
        yield
        return
    log: Path = settings.DATA_DIR / "bots.log"
    arguments = ["--url", url, "--contest", demo.CODE, "--count", str(count), "--seed", demo.CODE]
    with log.open("ab") as out:
        child = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", "bots", *arguments, "--bank", "--attached"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
