"""manage.py annul_round: a whole round out of the count, or back into it."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from quiz import places as regions
from quiz.models import Attempt, Region
from quiz.models.annulment import Reason
from tests.quiz.test_annulling import contestants, lin, papers, voids

__all__ = ["contestants", "lin", "papers"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_regions() -> None:
    """A process keeps the names of regions for a minute."""
    regions._named.cache_clear()


def test_the_command_for_a_round_says_first_what_it_would_do(
    papers: list[Attempt], lin: User
) -> None:
    out, whole = StringIO(), ("annul_round", "demo", "our_fault", "--by", "lin")
    call_command(*whole, stdout=out)
    assert out.getvalue().splitlines() == [
        "5 closed attempts, 5 to change",
        "nothing was done: --yes does it",
    ]
    assert not voids()
    call_command(*whole, "--yes", stdout=out)
    call_command(*whole, "--yes", stdout=out)
    assert voids() == [(paper.pk, 1) for paper in papers]
    assert out.getvalue().splitlines()[-2:] == ["5 closed attempts, 0 to change", "0 changed"]
    Region.objects.create(code="440300", path="440000/440300", kind="city", name_zh="深圳市")
    back = ("annul_round", "demo", "mistake", "--by", "lin", "--restore", "--yes")
    call_command(*back, "--region", "440000/440300", stdout=out)
    call_command(*back, "--region", "440000/440100", stdout=out)
    assert out.getvalue().splitlines()[-3:] == ["0 changed", *FIVE]


FIVE = ("5 closed attempts, 5 to change", "5 changed")


@pytest.mark.parametrize(
    "given", [("nowhere", "proxy", "--by", "lin"), ("demo", "proxy", "--by", "nobody"),
              ("demo", "appeal", "--by", "lin", "--yes"), ("demo", "appeal", "--by", "lin"),
              ("demo", "proxy", "--by", "lin", "--restore"), ("demo", "other", "--by", "lin"),
              ("demo", "proxy", "--by", "lin", "--region", "999"),
              ("demo", "proxy", "--by", "lin", "--region", "440100", "--yes")],
)  # fmt: skip
def test_the_command_refuses_what_it_does_not_know(
    papers: list[Attempt], lin: User, given: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError):
        call_command("annul_round", *given, stdout=StringIO())
    assert not voids()


def test_the_command_proposes_the_region_that_was_meant(papers: list[Attempt], lin: User) -> None:
    with pytest.raises(CommandError, match="440000/440100"):
        call_command("annul_round", "demo", "proxy", "--by", "lin", "--region", "440100")


def test_the_command_explains_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("annul_round", "--help")
    said = "".join(capsys.readouterr().out.split())
    assert all(f"{code}{label}" in said for code, label in Reason.choices)
