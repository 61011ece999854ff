"""A hall for browser tests of phones: a real server, sittings of several formats, a host."""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.servers import WebServer

# What each code is: its round's format and teams.
PLAIN, STAKES, LIVES, KINDS = "111111", "222222", "333333", "444444"
CUT, MOVED, SLOW = "555555", "666666", "777777"
BUILD = """
from dataclasses import replace
from quiz import clock
from quiz.sittings import host
from tests.quiz import hall_world, kinds, world
world.make_bank()
kinds.make_bank("matching", "text")
contest = world.make_contest()
quick = replace(hall_world.TWO, lead_ms=1_500)
halls = {
    **dict.fromkeys(("111111", "555555", "666666", "777777"), (quick, [])),
    "222222": (replace(quick, stake_win=2, stake_lose=2, team="average"), ["木棉队", "荔枝队"]),
    "333333": (replace(quick, lives=1), []),
    "444444": (replace(quick, questions=5,
        blueprint=dict.fromkeys(("multiple", "ordering", "estimate", "matching", "text"), 1)), []),
}
for code, (form, teams) in halls.items():
    round_ = world.make_round(form, contest, code=f"live{code[0]}")
    made = host.make(round_, f"场次{code[0]}", None, rehearsal=False, teams=teams, now=clock.now())
    made.code = code
    made.save(update_fields=["code"])
    print(code, host.new_remote(made))
"""
_ids = itertools.count(1)


class Stage:
    """The server, and the remotes' tokens of its sittings."""

    def __init__(self, folder: Path) -> None:
        self.server = WebServer(folder)
        said = self.server.prepare(("shell", "-v0", "-c", BUILD))
        self.remotes = dict(line.split() for line in said.splitlines() if line[:1].isdigit())

    @contextlib.asynccontextmanager
    async def host(self, code: str) -> AsyncIterator["Host"]:
        address = f"{self.server.url.replace('http', 'ws')}/ws/host/"
        async with connect(address, max_queue=None) as line:
            one = Host(line)
            await one.say(t="host", sitting=code, remote=self.remotes[code])
            await one.hear("stage")
            yield one


class Host:
    """A remote that gives one command after the other, each on what it saw last."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self.stage: dict[str, Any] = {}
        self.desk: dict[str, Any] = {}
        self.crowd: dict[str, Any] = {}

    async def say(self, **frame: Any) -> None:
        await self._line.send(json.dumps(frame))

    async def hear(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next frame of a kind with these fields."""
        while True:
            frame: dict[str, Any] = json.loads(await self._line.recv())
            if frame["t"] == "stage":
                self.stage = frame
            if frame["t"] == "desk":
                self.desk = frame
            if frame["t"] == "crowd":
                self.crowd = frame
            assert frame["t"] != "error", frame
            if frame["t"] == kind and all(frame.get(name) == v for name, v in fields.items()):
                return frame

    async def do(self, do: str, **more: Any) -> None:
        """One command, done, and seen."""
        given = f"command-{next(_ids):06d}"
        await self.say(t="do", id=given, v=self.stage["v"], do=do, **more)
        done = await self.hear("done", id=given)
        while self.stage["v"] < done["v"]:
            await self.hear("stage")

    async def ask(self) -> None:
        """Show the next question, and wait until it is open."""
        await self.do("show")
        while "q" not in self.stage and not self.desk.get("q"):
            await self.hear("desk")

    async def somebody(self) -> int:
        """The number of the newest person in the hall."""
        while not self.crowd.get("names"):
            await self.hear("crowd")
        return int(self.crowd["names"][-1]["id"])

    async def until(self, state: str) -> None:
        """Wait until the sitting is there (a question locks by itself)."""
        while self.stage["state"] != state:
            await self.hear("stage")
