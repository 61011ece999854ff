"""The stage of the fault tests: a bank, a contest with three open rounds, two sittings, and people
with tokens.

What is told here is what the tests know of it without asking; set_up.py makes it. An option's text
ends with its place, so that a test's phone can tell which place it chose.
"""

from typing import Any

SECONDS = 1_000
HOUR = 3_600 * SECONDS
# Who usually plays, and all who have a token.
PEOPLE = 60
EVERYBODY = 140
REGIONS = {
    "440000": ("440000", "province"),
    "440100": ("440000/440100", "city"),
    "440103": ("440000/440100/440103", "county"),
    "440104": ("440000/440100/440104", "county"),
    "440300": ("440000/440300", "city"),
}
HOMES = ("440103", "440104", "440300")
COHORTS = ("general", "youth")
MIXED, QUICK, LONG = "mixed", "quick", "long"
# Sittings (set_up_hall.py).
LIVE, LASTING = "live", "lasting"
_KINDS = ("single", "multiple", "truefalse", "estimate", "ordering")
_OFTEN = {"books": 2, "tries_per_day": 0, "tries_total": 0, "right": 50}
FORMS: dict[str, dict[str, Any]] = {
    # Every kind of question, and everything that makes points: what the second count must meet.
    MIXED: {
        **_OFTEN,
        "questions": 10,
        "blueprint": dict.fromkeys(_KINDS, 2),
        "penalty": 5,
        "partial": "half",
        "bonus": "linear",
        "bonus_points": 4,
    },
    # Three seconds a question and no grace: what comes late, comes soon.
    QUICK: {**_OFTEN, "questions": 4, "blueprint": {"single": 4}, "question_ms": 3_000,
            "grace_ms": 0},
    LONG: {**_OFTEN, "questions": 50, "blueprint": dict.fromkeys(_KINDS, 10)},
}  # fmt: skip


def token(person: int) -> str:
    """What the phone of person 0 to EVERYBODY - 1 says it is."""
    return f"token-of-person-{person:05}"


def home(person: int) -> str:
    return HOMES[person % len(HOMES)]


def cohort(person: int) -> str:
    return COHORTS[person // len(HOMES) % len(COHORTS)]
