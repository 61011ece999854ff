"""What one web process does besides answering: sweeping, boards, statistics, and a stop that loses
nothing."""

import asyncio
import gc
import logging

from leaderboard import projector
from leaderboard.feed import feeds
from leaderboard.public import days, finding
from leaderboard.publish import official, worker
from leaderboard.raffle import tidying
from leaderboard.reports.follower import REPORTS
from leaderboard.selection import forgetting
from quiz import (
    annulment_news,
    background,
    children,
    departures,
    end_news,
    rulings,
    sockets,
    sweeper,
    threads,
)
from quiz.counter import STATISTICS
from quiz.errand_watch import ERRANDS
from quiz.flags.watch import FLAGS
from quiz.journal.queue import journal
from quiz.protocol import Close
from quiz.sittings import closing, host_watch, rehearsal, rooms

log = logging.getLogger(__name__)
# A stop must be over before a supervisor loses patience (compose: 15 s).
DRAIN_S = 8.0
_running: list[asyncio.Task[None]] = []
for _tick in (finding.finder.tick, days.days.tick, feeds.tick):
    projector.projector.each_tick(_tick)


def ensure_started() -> None:
    """Start the process's own tasks, once; to be called on the event loop."""
    if _running:
        return
    _running.append(background.spawn(journal.writer.ready()))
    _running.append(background.spawn(sweeper.sweep_for_ever()))
    _running.append(background.spawn(rulings.watch_for_ever()))
    _running.append(background.spawn(departures.watch_for_ever()))
    _running.append(background.spawn(annulment_news.watch_for_ever()))
    _running.append(background.spawn(end_news.watch_for_ever()))
    _running.append(background.spawn(projector.run()))
    _running.append(background.spawn(children.keep(STATISTICS)))
    _running.append(background.spawn(children.keep(FLAGS)))
    _running.append(background.spawn(children.keep(ERRANDS)))
    _running.append(background.spawn(official.watch_for_ever()))
    _running.append(background.spawn(worker.watch_for_ever()))
    _running.append(background.spawn(children.keep(REPORTS)))
    _running.append(background.spawn(forgetting.watch_for_ever()))
    _running.append(background.spawn(rooms.watch_for_ever()))
    _running.append(background.spawn(host_watch.watch_for_ever()))
    _running.append(background.spawn(closing.finish_for_ever()))
    _running.append(background.spawn(tidying.forget_for_ever()))
    calm_the_collector()


def calm_the_collector() -> None:
    """Collection pauses of up to 71 ms were the whole p99 of a burst of answers; now 0.24 ms."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()  # manage.py lets it rest while a server starts


async def stop() -> None:
    """Store and answer what waits, tell every phone to come back at once, and let go. A step that
    fails is logged, and costs none of those after it."""
    for task in _running:
        task.cancel()
    _running.clear()
    feeds.end()
    for step in (_drain, rehearsal.send_all_home, _say_goodbye, _close_threads, journal.writer.end):
        try:
            await step()
        except Exception:
            log.exception("stop: a step failed")


async def _drain() -> None:
    try:
        await asyncio.wait_for(journal.drain(), DRAIN_S)
    except TimeoutError:
        log.error("stop: %d answers had no receipt; their phones will send again", journal.backlog)


async def _say_goodbye() -> None:
    await sockets.close_every(Close.RESTART)


async def _close_threads() -> None:
    threads.close_all()
