from django.apps import AppConfig
from django.db.models.signals import post_migrate

from leaderboard import guards


class LeaderboardConfig(AppConfig):
    name = "leaderboard"
    verbose_name = "榜单"

    def ready(self) -> None:
        post_migrate.connect(guards.lay, sender=self, dispatch_uid="guards of results")
