"""The sealed list as a file: of hundreds of thousands a piece is in memory at a time."""

from collections.abc import AsyncIterator

import pytest
from django.test import AsyncClient

from leaderboard.models.raffles import Raffle
from leaderboard.raffle import listing
from leaderboard.raffle.listing import page
from quiz import threads
from tests.leaderboard.raffle.conftest import LUCKY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many numbers each piece had."""
    found: list[int] = []

    def counted(row: Raffle, after: str) -> list[str]:
        found.append(len(numbers := page(row, after)))
        return numbers

    monkeypatch.setattr(listing, "page", counted)
    return found


async def test_a_long_list_is_sent_a_page_at_a_time(
    sealed: Raffle, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 4)
    answer = await AsyncClient().get("/raffle/first-raffle/tickets.txt")
    assert answer.streaming
    assert read == []
    pieces: AsyncIterator[bytes] = answer.streaming_content  # type: ignore[attr-defined]
    said = b"".join([piece async for piece in pieces])
    assert said.decode().split() == await threads.run(listing.numbers, sealed)
    assert read == [4, len(LUCKY) - 4, 0]


async def test_a_short_one_is_sent_in_one_piece(sealed: Raffle, read: list[int]) -> None:
    answer = await AsyncClient().get("/raffle/first-raffle/tickets.txt")
    assert (answer.streaming, answer["Content-Type"]) == (False, "text/plain; charset=utf-8")
    assert (len(answer.content.split()), read) == (len(LUCKY), [len(LUCKY)])
