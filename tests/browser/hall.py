"""A hall for browser tests: a real server with a contest; papers are closed on its disk."""

import sqlite3
from contextlib import closing
from pathlib import Path

from quiz import clock
from tests.servers import WebServer

CONTEST = """
from quiz import clock
from quiz.models import Cohort, Contest, Region, Round
from quiz.rules.formats import Format, plain
contest = Contest.objects.create(
    code="2026", title_zh="广东省公民科学素质大赛", region=Region.objects.get(code="440000"))
now = clock.now()
Round.objects.create(contest=contest, code="first", title_zh="初赛", format=plain(Format()),
    opens_at=now - 3_600_000, closes_at=now + 3_600_000)
"""


def prepare(folder: Path) -> None:
    """A folder for a Hall, with the contest and nobody in it; copies of it are as good."""
    server = WebServer(folder)
    server.prepare(("load_regions",), ("shell", "-c", CONTEST))


class Hall:
    """The server and what people in it have done. `close` and `open_round` need no server."""

    def __init__(self, folder: Path) -> None:
        self.server = WebServer(folder)
        self._database = folder / "contest.sqlite3"

    def join(self, name: str, region: str = "440000/440100/440106") -> int:
        """Somebody new; returns their number."""
        return self._write(
            "INSERT INTO quiz_contestant (nickname, unit, guardian, bot, token_hash, joined_at,"
            " cohort_id, contest_id, region_id) VALUES (?, '', 0, 0, ?, 0, 'general', 1, ?)",
            (name, f"token of {name}", region.rpartition("/")[2]),
        )

    def close(self, who: int, score: int, *, took_ms: int = 60_000) -> None:
        """One more closed paper of theirs."""
        region = "(SELECT path FROM quiz_region WHERE code = region_id)"
        attempt = self._write(
            "INSERT INTO quiz_attempt (round_id, contestant_id, try_no, book, form, region_path,"
            f" cohort, opened_at) SELECT 1, id, (SELECT count(*) FROM quiz_attempt WHERE"
            f" contestant_id = ?), 0, 0, {region}, cohort_id, 0 FROM quiz_contestant WHERE id = ?",
            (who, who),
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
            " FROM quiz_round WHERE id = 1",
            (code, f"轮次 {code}"),
        )

    def _write(self, command: str, values: tuple[object, ...]) -> int:
        with closing(sqlite3.connect(self._database, timeout=10)) as database, database:
            return int(database.execute(command, values).lastrowid or 0)
