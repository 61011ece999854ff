"""Questions, tags and grants in Django's admin, as far as somebody's grants reach."""

from questionbank.admin.people import GrantAdmin
from questionbank.admin.questions import OptionAdmin, QuestionAdmin, QuestionVersionAdmin, TagAdmin
from questionbank.admin.shared import ReadOnly

__all__ = [
    "GrantAdmin",
    "OptionAdmin",
    "QuestionAdmin",
    "QuestionVersionAdmin",
    "ReadOnly",
    "TagAdmin",
]
