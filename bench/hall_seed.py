"""`python -m bench.hall_seed PEOPLE QUESTIONS SITTINGS`: an empty database with halls to be filled.

Prints their codes, screens and remotes as JSON.
"""

import json
import os
import sys

import django

SEED = bytes(range(32))


def main(people: int, questions: int, sittings: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from bench import seed, tables

    tables.lay()
    seed.make_bank(questions)
    seed.make_round(1)
    seed.make_people(people)
    print(json.dumps(make_sittings(questions, sittings)))


def make_sittings(questions: int, count: int) -> list[dict[str, str]]:
    """Sittings of one live round whose questions are announced half a second ahead."""
    from quiz import clock, rounds
    from quiz.models import Contest, Round
    from quiz.rules import formats
    from quiz.rules.formats import Format, Mode, Reveal
    from quiz.rules.units import Millis
    from quiz.sittings import host

    form = Format(
        mode=Mode.LIVE, questions=questions, blueprint={"single": questions},
        question_ms=Millis(30_000), lead_ms=Millis(500), reveal=Reveal.EACH, books=1,
        shuffle_questions=False, boards=(), tries_per_day=0,
    )  # fmt: skip
    now = clock.now()
    live = Round.objects.create(
        contest=Contest.objects.get(),
        code="live",
        title_zh="现场",
        format=formats.plain(form),
        opens_at=now + 1,
    )
    rounds.prepare(live, seed=SEED, now=now)
    made = [host.make(live, "", None, rehearsal=False, teams=[], now=now) for _ in range(count)]
    return [
        {"code": one.code, "screen": one.screen_code, "remote": host.new_remote(one)}
        for one in made
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
