"""`python -m bench.seed PEOPLE QUESTIONS`: a contest with one open round, in an empty database."""

import os
import sys
from hashlib import sha256

import django

from bench import tables

SEED = bytes(range(32))
FORMS = 5
DAY_MS = 86_400_000


def main(people: int, questions: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    tables.lay()
    make_bank(questions * FORMS)
    make_round(questions)
    make_people(people)
    settle()


def make_bank(count: int) -> None:
    """Live single choices with texts of a usual length."""
    from questionbank.models import Kind, Option, Question, QuestionVersion, Status
    from questionbank.standing import approve_newest

    questions = Question.objects.bulk_create(
        Question(ref=f"bench-{n}", status=Status.LIVE) for n in range(count)
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question,
            kind=Kind.SINGLE,
            stem_zh=f"下列关于珠江口台风路径与风暴潮关系的说法，哪一项是正确的（第 {n} 题）？",
            stem_en=f"Which of these sentences about storm surges is right (number {n})?",
            key=[2],
            explanation_zh="解析" * 40,
            source_zh="来源",
            content_hash=sha256(str(n).encode()).hexdigest(),
        )
        for n, question in enumerate(questions)
    )
    Option.objects.bulk_create(
        Option(version=version, place=place, text_zh=f"第 {place} 个选项，长短与真题相仿")
        for version in versions
        for place in range(4)
    )
    approve_newest([question.pk for question in questions])


def make_round(questions: int) -> None:
    """A ranked round that has just opened, with ten minutes a question."""
    from bench.frames import ROUND
    from quiz import clock, rounds
    from quiz.models import Cohort, Contest, Region, Round
    from quiz.rules import formats
    from quiz.rules.formats import Format
    from quiz.rules.units import Millis

    above = None
    for path, kind in (("440000", "province"), ("440000/440100", "city"), (COUNTY, "county")):
        code = path.split("/")[-1]
        above = Region.objects.create(
            code=code, parent=above, path=path, kind=kind, name_zh=code, name_en=code
        )
    Cohort.objects.create(code="general", name_zh="其他公众", name_en="General")
    contest = Contest.objects.create(code="BENCH", title_zh="测量", region_id="440000")
    form = Format(
        questions=questions,
        blueprint={"single": questions},
        question_ms=Millis(600_000),
        tries_per_day=30,
        books=2,
    )
    now = clock.now()
    round_ = Round.objects.create(
        contest=contest,
        code=ROUND,
        title_zh="测量",
        format=formats.plain(form),
        opens_at=now + 1,
        closes_at=now + DAY_MS,
    )
    rounds.prepare(round_, seed=SEED, now=now)


def settle() -> None:
    """Have PostgreSQL tidy up now what it would tidy up in the first minute of being measured."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("CHECKPOINT")


COUNTY = "440000/440100/440106"


def make_people(count: int) -> None:
    from bench.frames import token
    from quiz import clock, seats
    from quiz.models import Contest, Contestant

    contest, now = Contest.objects.get(), clock.now()
    Contestant.objects.bulk_create(
        (
            Contestant(
                contest=contest,
                nickname=f"选手{n}",
                region_id="440106",
                cohort_id="general",
                token_hash=seats.token_hash(token(n)),
                joined_at=now,
            )
            for n in range(count)
        ),
        batch_size=1_000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
