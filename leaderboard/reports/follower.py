"""Keeps reports counted, in a process of its own that is there only while there is work, as item
statistics are (quiz/counter.py): in a thread of the server it would take the interpreter from it.
"""

import asyncio
import logging
from typing import Final

from django.db import Error as DatabaseError

from leaderboard.reports import counting
from quiz import children, threads

log = logging.getLogger(__name__)
# Reports are read by people at a desk: a few seconds late is early enough.
EVERY_S: Final = 5.0
# Who lost a turn to another process leaves the counting to it for a while.
LEAVE_S: Final = 120.0
# How long a counting process waits for more before it ends: starting one costs a second.
IDLE_S: Final = 60.0
# Its exit status when another process counts.
ELSEWHERE: Final = 3


async def watch_for_ever() -> None:
    """Have a process count whenever something waits to be counted, for ever."""
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            if await threads.run(counting.waits) and await _counted() == ELSEWHERE:
                await asyncio.sleep(LEAVE_S)
        except DatabaseError as error:
            log.warning("reports are late: %s", error)
        except Exception:  # one broken round must not end the counting
            log.exception("reports: failed, will be tried again")


async def _counted() -> int:
    status = await children.run("count_reports", "--idle", str(IDLE_S))
    if status not in (0, ELSEWHERE):
        log.error("reports: the counting process ended with status %d", status)
    return status
