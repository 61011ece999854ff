"""What organisers make of the boards. Standings themselves are never stored here: they can always
be built from the journal (docs/decisions/0003-leaderboard-is-a-projection.md)."""

from leaderboard.models.bulletin import BulletinChoice
from leaderboard.models.certificates import Certificate
from leaderboard.models.days import BoardDay
from leaderboard.models.definitions import BoardDefinition, Freeze
from leaderboard.models.raffles import Claim, ClaimRead, Raffle, Ticket, Win
from leaderboard.models.reports import (
    PersonFacts,
    ReportContest,
    ReportSheet,
    ReportShelf,
    ReportState,
)
from leaderboard.models.results import Publication, PublishedResult, ResultName, ResultPart
from leaderboard.models.selection import Candidate, Selection, SelectionStep
from leaderboard.models.tokens import FeedToken

__all__ = [
    "BoardDay",
    "BoardDefinition",
    "BulletinChoice",
    "Candidate",
    "Certificate",
    "Claim",
    "ClaimRead",
    "FeedToken",
    "Freeze",
    "PersonFacts",
    "Publication",
    "PublishedResult",
    "Raffle",
    "ReportContest",
    "ReportSheet",
    "ReportShelf",
    "ReportState",
    "ResultName",
    "ResultPart",
    "Selection",
    "SelectionStep",
    "Ticket",
    "Win",
]
