"""Up to where the papers of a round are closed."""

from django.db import models

from quiz.models.contest import Round


class Swept(models.Model):
    """Every paper of the round that was opened before `before` (milliseconds), or whose number is
    not above `floor`, is closed: for ever, so this only grows."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="swept")
    before = models.BigIntegerField()
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.round_id}: {self.before}"
