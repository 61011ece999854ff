"""What is stored of contests: who takes part, what they did, halls, and what was decided on it."""

from quiz.models.annulment import Annulment
from quiz.models.attempt import Attempt, Entry, EntryKind
from quiz.models.contest import Contest, PreparedRound, Round
from quiz.models.extension import Extension
from quiz.models.flag import Appeal, Flag, FlagLook, FlagRule, FlagState
from quiz.models.past_promise import PastPromise
from quiz.models.people import Cohort, Contestant, Handover, Region, Relocation
from quiz.models.round_errand import RoundErrand
from quiz.models.sitting import Entrant, HostLine, Sitting, Team
from quiz.models.swept import Swept

__all__ = [
    "Annulment",
    "Appeal",
    "Attempt",
    "Cohort",
    "Contest",
    "Contestant",
    "Entrant",
    "Entry",
    "EntryKind",
    "Extension",
    "Flag",
    "FlagLook",
    "FlagRule",
    "FlagState",
    "Handover",
    "HostLine",
    "PastPromise",
    "PreparedRound",
    "Region",
    "Relocation",
    "Round",
    "RoundErrand",
    "Sitting",
    "Swept",
    "Team",
]
