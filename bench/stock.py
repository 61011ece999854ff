"""The same work as the guides of Django Channels would do it."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer, AsyncWebsocketConsumer

from quiz import clock
from quiz.models import Entry, EntryKind


class Listener(AsyncWebsocketConsumer):
    """One of a group."""

    groups = ["bench"]  # noqa: RUF012 (as the base class declares it)

    async def spread(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


class Answers(AsyncJsonWebsocketConsumer):
    """One ORM create for each answer, then the receipt."""

    async def receive_json(self, content: dict[str, Any], **_kwargs: Any) -> None:
        now = clock.now()
        await database_sync_to_async(Entry.objects.create)(
            attempt_id=content["attempt"],
            slot=content["slot"],
            kind=EntryKind.ANSWER,
            seq=content["seq"],
            choice=",".join(map(str, content["choice"])),
            took_ms=content["took_ms"],
            points=10,
            received_at=now,
            stored_at=now,
        )
        await self.send_json({"t": "receipt", "seq": content["seq"], "counts": True, "now": now})
