"""What is stored of questions: their words by version, tags, their way, files, and people."""

from questionbank.models.batches import (
    Act,
    ActItem,
    Batch,
    BatchFile,
    BatchRow,
    KnownLabel,
    Outcome,
    Withdrawn,
)
from questionbank.models.errands import Errand
from questionbank.models.people import Grant, Role
from questionbank.models.pictures import Picture
from questionbank.models.questions import Kind, Option, Question, QuestionVersion, Status
from questionbank.models.relations import Alike, Likeness, Pair, Suspect, Verdict
from questionbank.models.reports import Report, Why
from questionbank.models.rulings import Ruling, RulingKind
from questionbank.models.statistics import (
    CountState,
    ItemCount,
    ItemPace,
    ItemSummary,
    ItemTime,
)
from questionbank.models.tags import Facet, Tag
from questionbank.models.tokens import ApiToken
from questionbank.models.workflow import Comment, SavedFilter, Scratch, Step

__all__ = [
    "Act",
    "ActItem",
    "Alike",
    "ApiToken",
    "Batch",
    "BatchFile",
    "BatchRow",
    "Comment",
    "CountState",
    "Errand",
    "Facet",
    "Grant",
    "ItemCount",
    "ItemPace",
    "ItemSummary",
    "ItemTime",
    "Kind",
    "KnownLabel",
    "Likeness",
    "Option",
    "Outcome",
    "Pair",
    "Picture",
    "Question",
    "QuestionVersion",
    "Report",
    "Role",
    "Ruling",
    "RulingKind",
    "SavedFilter",
    "Scratch",
    "Status",
    "Step",
    "Suspect",
    "Tag",
    "Verdict",
    "Why",
    "Withdrawn",
]
