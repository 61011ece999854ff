"""The app of boards and of what organisers make of them, as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from leaderboard import guards


class LeaderboardConfig(AppConfig):
    name = "leaderboard"
    verbose_name = "榜单"

    def ready(self) -> None:
        """Have published results guarded, and tell which errands raffles have, and what names a
        round."""
        from leaderboard import naming_rounds  # noqa: PLC0415 (models are there from here on)
        from leaderboard.raffle import beside  # noqa: PLC0415
        from questionbank import errand_kinds  # noqa: PLC0415
        from quiz import named  # noqa: PLC0415

        errand_kinds.tell(beside.KINDS)
        named.tell(naming_rounds.of)
        post_migrate.connect(guards.lay, sender=self, dispatch_uid="guards of results")
