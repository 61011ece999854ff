"""What organisers make of the boards. Standings themselves are never stored here: they can always
be built from the journal (docs/decisions/0003-leaderboard-is-a-projection.md)."""

from leaderboard.models.certificates import Certificate
from leaderboard.models.days import BoardDay
from leaderboard.models.results import Publication, PublishedResult, ResultName, ResultPart

__all__ = ["BoardDay", "Certificate", "Publication", "PublishedResult", "ResultName", "ResultPart"]
