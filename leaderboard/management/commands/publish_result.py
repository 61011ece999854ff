"""Counts, checks, signs and publishes the result of a round, or of a board that rests on rounds."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.models import BoardDefinition, Publication
from leaderboard.models.results import State
from leaderboard.publish import faults, job, publishing, simulated, worker, working
from leaderboard.publish.publishing import People
from quiz import children, clock, contests
from quiz.models import Round

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """On the desk two people publish; here the two are named, for the archive."""

    help = "Count and check a round's result; with --by and --confirmed-by publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", nargs="?", help="code of a closed round, or CONTEST/BOARD")
        parser.add_argument("--by", default="", help="who proposes, as the archive names them")
        parser.add_argument("--confirmed-by", default="", help="the second person")
        parser.add_argument("--reason", default="", help="why an earlier result is corrected")
        parser.add_argument("--count", type=int, help="count one that waits (the server does)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["count"]:
            children.be_polite()
            _count(options["count"])
            return
        try:
            self._publish(options)
        except publishing.Refusal as refusal:
            raise CommandError(refusal.words) from refusal

    def _publish(self, options: dict[str, Any]) -> None:
        who = People(options["by"].strip(), options["confirmed_by"].strip())
        reason = options["reason"]
        row = _begun(options["round"] or "", reason)
        _count(row.pk)
        row.refresh_from_db()
        for fault in row.faults:
            self.stdout.write(f"✗ {faults.words(fault)}")
        if row.state == State.READY and (bots := _simulated(row)):
            self.stdout.write(f"⚠ simulated people in this result: {bots}")
        if row.state != State.READY:
            raise CommandError("not published: mend what stands above first, then count again")
        if not (who.prepared and who.published) or who.prepared == who.published:
            publishing.drop(row)
            self.stdout.write("counted; not published: name two people to publish it")
            return
        made = publishing.publish_as(row, who, clock.now())
        self.stdout.write(f"{made.contest.code} #{made.number}\nsha256 {made.sha256}")


def _simulated(row: Publication) -> int:
    board = BoardDefinition.objects.filter(contest=row.round.contest, code=row.board).first()
    return simulated.of_board(board) if board else simulated.of_round(row.round)


def _begun(name: str, reason: str) -> Publication:
    """The publication of a round, or of CONTEST/BOARD. Raises CommandError, Refusal."""
    contest, slash, board = name.partition("/")
    how: dict[str, Any] = {"by": None, "reason": reason, "now": clock.now(), "here": True}
    if slash:
        return publishing.begin_board(contest, board, **how)
    round_ = Round.objects.filter(code=name).first()
    if round_ is None:
        raise CommandError(contests.no_round(name))
    return publishing.begin(round_, **how)


def _count(number: int) -> None:
    row = Publication.objects.select_related("round__contest__region", "corrects").get(pk=number)
    mine = job.ours(row)
    try:
        with worker.beating(number):
            working.work(row, clock.now)
    except Exception:
        mine.update(state=State.FAILED)
        log.exception("results: counting %d failed", number)
        raise
