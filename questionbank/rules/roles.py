"""Who may do what where. Source: contest regulations, section 10.1.

A grant is a role at a region path ("440000/440100"); it holds there and in everything below.
Whoever has any role also reads what is in use above: lower banks inherit it.
"""

from collections.abc import Iterable

# The verbs beside the plain ones. "tag" also says which questions are alike; "review" is a second
# person's word on new words, "approve" the last word where content is sensitive; "activate" and
# "retire" say whether contests may ask; "offer" goes to a bank above, "adopt" takes what was
# offered to one's own, "move" changes the region otherwise; "rule" proposes what a key in use
# counts as and "confirm" is another person's yes to it; "report" answers contestants' reports;
# "token" lets a tool act as oneself; "host" makes and leads live sittings. "organise" makes
# contests, rounds, boards, reports, selections and raffles, "annul" decides on flags and takes
# results out of the count, "publish" freezes, publishes and corrects.
ROLES: dict[str, frozenset[str]] = {
    "author": frozenset(
        {"read", "write", "tag", "submit", "comment", "import", "export", "statistics", "token"}
    ),
    "reviewer": frozenset({"read", "comment", "review", "export", "statistics", "token"}),
    "approver": frozenset(
        {
            *("read", "tag", "comment", "review", "approve", "activate", "retire"),
            *("offer", "adopt", "rule", "confirm", "report", "export", "statistics", "token"),
        }
    ),
    "organiser": frozenset(
        {
            *("read", "tag", "comment", "activate", "retire", "offer", "adopt", "move"),
            *("rule", "confirm", "report", "import", "export", "statistics", "grant", "token"),
            *("host", "organise", "annul", "publish"),
        }
    ),
}
VERBS = frozenset[str]().union(*ROLES.values())

# What lower banks inherit: the words that were approved, while they are in use.
INHERITED = frozenset({"approved", "live"})
# How far newer words are that nobody approved yet; the others of the way are no change's.
BEING_CHANGED = frozenset({"draft", "review"})

Grants = frozenset[tuple[str, str]]


def may(grants: Iterable[tuple[str, str]], verb: str, scope: str) -> bool:
    """Whether one of the grants, each (role, path), allows `verb` in the bank of `scope`.

    Raises ValueError for a verb that no role has: a spelling mistake must not pass for "no".
    """
    return any(covers(path, scope) for path in paths(grants, verb))


def paths(grants: Iterable[tuple[str, str]], verb: str) -> list[str]:
    """The paths at and below which the grants allow `verb`, sorted. Raises ValueError as `may`."""
    if verb not in VERBS:
        raise ValueError(f"no role has the verb {verb!r}")
    return sorted({path for role, path in grants if path and verb in ROLES.get(role, ())})


def may_read(grants: Iterable[tuple[str, str]], scope: str, status: str) -> bool:
    """Whether a question may be read: one of the own banks, or one in use in a bank above."""
    held = list(grants)
    inherited = status in INHERITED and any(covers(scope, path) for path in paths(held, "read"))
    return inherited or may(held, "read", scope)


def covers(path: str, scope: str) -> bool:
    """Whether `scope` is the region of `path` or one below it. An empty path covers nothing."""
    return bool(path) and (scope == path or scope.startswith(f"{path}/"))


def above(scope: str) -> list[str]:
    """The paths of `scope` and of every region above it, the province first."""
    codes = scope.split("/")
    return ["/".join(codes[: count + 1]) for count in range(len(codes))]


def top(scope: str) -> str:
    """The province of `scope`, whose approver has the last word about sensitive content."""
    return scope.partition("/")[0]
