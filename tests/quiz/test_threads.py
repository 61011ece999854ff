"""The event loop's way to the database: a thread keeps the connection it has."""

import asyncio
import threading

import pytest
from django.db import connection

from quiz import threads

pytestmark = pytest.mark.django_db(transaction=True)


def _line() -> tuple[int, object]:
    connection.ensure_connection()
    return threading.get_ident(), connection.connection


async def test_a_thread_keeps_its_connection_from_one_call_to_the_next() -> None:
    seen = set(await asyncio.gather(*(threads.run(_line) for _ in range(50))))
    again = set(await asyncio.gather(*(threads.run(_line) for _ in range(50))))
    assert len({thread for thread, _ in seen | again}) == len(seen | again)
