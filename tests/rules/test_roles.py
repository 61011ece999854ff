"""Who may do what where: roles hold in their region and below, reading reaches what is in use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.roles import ROLES, VERBS, above, covers, may, may_read, paths, top

PROVINCE, CITY, COUNTY = "440000", "440000/440100", "440000/440100/440106"
OTHER = "440000/440300"
codes = st.sampled_from(["440000", "440100", "4401", "44010", "440106", "x"])
scopes = st.lists(codes, min_size=1, max_size=4).map("/".join)
grants = st.frozensets(st.tuples(st.sampled_from(sorted(ROLES)), scopes), max_size=4)
verbs = st.sampled_from(sorted(VERBS))

# One line for each verb: author, reviewer, approver, organiser.
TABLE = """
read       a r p o
write      a - - -
tag        a - p o
submit     a - - -
comment    a r p o
review     - r p -
approve    - - p -
activate   - - p o
retire     - - p o
offer      - - p o
adopt      - - p o
move       - - - o
rule       - - p o
confirm    - - p o
report     - - p o
import     a - - o
export     a r p o
statistics a r p o
grant      - - - o
host       - - - o
organise   - - - o
annul      - - - o
publish    - - - o
token      a r p o
"""


def test_the_table_of_roles_is_the_one_that_was_agreed() -> None:
    agreed = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
    signs = dict(zip(ROLES, "arpo", strict=True))
    assert agreed == {
        verb: [sign if verb in ROLES[role] else "-" for role, sign in signs.items()]
        for verb in VERBS
    }


@pytest.mark.parametrize(
    ("path", "scope", "expected"),
    [
        (CITY, CITY, True),
        (CITY, COUNTY, True),
        (CITY, PROVINCE, False),
        (CITY, OTHER, False),
        ("440000/4401", CITY, False),
        ("", CITY, False),
        ("", "", False),
    ],
)
def test_a_region_covers_itself_and_what_is_below(path: str, scope: str, *, expected: bool) -> None:
    assert covers(path, scope) == expected


def test_a_verb_that_no_role_has_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="aprove"):
        may([("approver", CITY)], "aprove", CITY)


def test_an_unknown_role_may_do_nothing() -> None:
    assert not may([("king", PROVINCE)], "read", PROVINCE)


@pytest.mark.parametrize(
    ("scope", "status", "expected"),
    [
        (COUNTY, "draft", True),
        (CITY, "draft", True),
        (PROVINCE, "draft", False),
        (PROVINCE, "review", False),
        (PROVINCE, "retired", False),
        (PROVINCE, "approved", True),
        (PROVINCE, "live", True),
        (OTHER, "live", False),
    ],
)
def test_what_is_in_use_above_is_read_and_other_regions_are_not(
    scope: str, status: str, *, expected: bool
) -> None:
    assert may_read([("reviewer", CITY)], scope, status) == expected


@given(grants, verbs, scopes, codes)
def test_what_is_allowed_in_a_region_is_allowed_in_all_below(
    held: frozenset[tuple[str, str]], verb: str, scope: str, below: str
) -> None:
    assert not may(held, verb, scope) or may(held, verb, f"{scope}/{below}")


@given(grants, grants, verbs, scopes)
def test_one_more_grant_never_takes_anything_away(
    held: frozenset[tuple[str, str]], more: frozenset[tuple[str, str]], verb: str, scope: str
) -> None:
    assert not may(held, verb, scope) or may(held | more, verb, scope)


@given(grants, verbs, scopes)
def test_a_grant_says_nothing_about_regions_beside_or_above(
    held: frozenset[tuple[str, str]], verb: str, scope: str
) -> None:
    here = {path for path in paths(held, verb) if path in above(scope)}
    assert may(held, verb, scope) == bool(here)


@given(grants, scopes)
def test_drafts_are_read_only_where_a_role_is_held(
    held: frozenset[tuple[str, str]], scope: str
) -> None:
    assert may_read(held, scope, "draft") == may(held, "read", scope)


@given(scopes)
def test_the_province_is_the_first_of_all_above(scope: str) -> None:
    assert above(scope)[0] == top(scope)
    assert above(scope)[-1] == scope
