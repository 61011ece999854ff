"""Deletes the contacts of winners whose date has come; the server does so by itself, too."""

from typing import Any

from django.core.management.base import BaseCommand

from leaderboard.raffle import claims
from quiz import clock


class Command(BaseCommand):
    """Twice changes nothing."""

    help = "Delete the contacts of all raffles whose deletion date has come."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{claims.forget(clock.now())} contacts deleted")
