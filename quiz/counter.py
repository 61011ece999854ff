"""Keeps item statistics counted, in a process of its own that is there only while there is work.

In a thread of the server the counting took the interpreter from the event loop: of 2,000 answers in
a second, one in a hundred waited 20 ms for it (2 ms without; docs/benchmarks.md).
"""

import asyncio
import logging
from typing import Final

from django.db import Error as DatabaseError

from quiz import children, counting, threads

log = logging.getLogger(__name__)
# Statistics are for editors: a quarter of a minute is early enough.
EVERY_S: Final = 15.3
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
            log.warning("statistics are late: %s", error)
        except Exception:  # one broken round must not end the counting
            log.exception("statistics: failed, will be tried again")


async def _counted() -> int:
    status = await children.run("count_statistics", "--idle", str(IDLE_S))
    if status not in (0, ELSEWHERE):
        log.error("statistics: the counting process ended with status %d", status)
    return status
