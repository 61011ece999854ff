"""Halls for browser tests: a real server with contests; papers are closed on its disk.

To start a server takes longer than most stories: each has a contest of its own instead.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from quiz import clock
from tests.servers import WebServer

CONTESTS = """
from quiz import clock
from quiz.models import Cohort, Contest, Region, Round
from quiz.rules.formats import Format, plain
now = clock.now()
for number in range(1, 1 + HALLS):
    contest = Contest.objects.create(
        code=str(2025 + number), title_zh="广东省公民科学素质大赛",
        region=Region.objects.get(code="440000"))
    Round.objects.create(contest=contest, code=f"first{number}", title_zh="初赛",
        format=plain(Format()), opens_at=now - 3_600_000, closes_at=now + 3_600_000)
"""
# More than there are stories on one server.
HALLS = 24


def halls(folder: Path, **environment: str) -> Iterator[Iterator["Hall"]]:
    """A server, ended in the end, and its contests with nobody in them, one after the other."""
    server = WebServer(folder, environment)
    server.prepare(("load_regions",), ("shell", "-c", CONTESTS.replace("HALLS", str(HALLS))))
    server.start()
    yield (Hall(server, number) for number in range(1, 1 + HALLS))
    server.stop()


class Hall:
    """A contest and what people in it have done. `close` and `open_round` need no server."""

    def __init__(self, server: WebServer, number: int) -> None:
        """`number` = of the contest's row, and of its round's."""
        self.server = server
        self.code = str(2025 + number)
        self.people: dict[str, int] = {}
        self._number = number
        self._database = server.folder / "contest.sqlite3"

    @property
    def boards(self) -> str:
        return f"/boards/{self.code}/"

    def join(self, name: str, region: str = "440000/440100/440106") -> int:
        """Somebody new; returns their number."""
        self.people[name] = self._write(
            "INSERT INTO quiz_contestant (nickname, unit, guardian, bot, token_hash, joined_at,"
            " cohort_id, contest_id, region_id) VALUES (?, '', 0, 0, ?, 0, 'general', ?, ?)",
            (name, f"token of {name} of {self.code}", self._number, region.rpartition("/")[2]),
        )
        return self.people[name]

    def who(self, name: str) -> int:
        """The number of somebody who joined by a page."""
        asked = "SELECT id FROM quiz_contestant WHERE contest_id = ? AND nickname = ?"
        with closing(sqlite3.connect(self._database, timeout=10)) as database:
            return int(database.execute(asked, (self._number, name)).fetchone()[0])

    def close(self, who: int, score: int, *, took_ms: int = 60_000) -> None:
        """One more closed paper of theirs."""
        region = "(SELECT path FROM quiz_region WHERE code = region_id)"
        attempt = self._write(
            "INSERT INTO quiz_attempt (round_id, contestant_id, try_no, book, form, region_path,"
            f" cohort, opened_at) SELECT ?, id, (SELECT count(*) FROM quiz_attempt WHERE"
            f" contestant_id = ?), 0, 0, {region}, cohort_id, 0 FROM quiz_contestant WHERE id = ?",
            (self._number, who, who),
        )
        now = clock.now()
        self._write(
            "INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,"
            " received_at, stored_at, xid) VALUES (?, 10, 3, 0, '', ?, ?, ?, ?, 0)",
            (attempt, took_ms, score, now, now),
        )

    def open_round(self, code: str) -> None:
        """Another ranked round like the first, open from a moment ago."""
        self._write(
            "INSERT INTO quiz_round (contest_id, code, title_zh, title_en, format, opens_at,"
            " closes_at) SELECT contest_id, ?, ?, '', format, opens_at + 3599000, closes_at"
            " FROM quiz_round WHERE id = ?",
            (code, f"轮次 {code}", self._number),
        )

    def _write(self, command: str, values: tuple[object, ...]) -> int:
        with closing(sqlite3.connect(self._database, timeout=10)) as database, database:
            return int(database.execute(command, values).lastrowid or 0)
