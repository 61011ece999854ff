from quiz.models.attempt import Attempt, Entry, EntryKind
from quiz.models.contest import Contest, PreparedRound, Round
from quiz.models.people import Cohort, Contestant, Region

__all__ = [
    "Attempt",
    "Cohort",
    "Contest",
    "Contestant",
    "Entry",
    "EntryKind",
    "PreparedRound",
    "Region",
    "Round",
]
