"""What is on record of a contest, as plain values for a stranger: no points, no ranks."""

from collections.abc import Iterator

from quiz import keys, plan
from quiz.models import Attempt, Round
from quiz.rules import choices
from quiz.rules.marking import Key
from tests.leaderboard.whole.cast import ROUNDS
from tests.leaderboard.whole.stranger import Facts, Json, Paper


def facts() -> Facts:
    """What was done, as plain values: what was chosen and when, keys, formats; no points."""
    told = {
        one.code: {"format": one.format, "opens_at": one.opens_at, "closes_at": one.closes_at}
        for one in Round.objects.order_by("pk")
    }
    return Facts(told, _questions(), list(_papers()))


def _questions() -> dict[int, Json]:
    held = keys.held()
    found: dict[int, Json] = {}
    for code in ROUNDS:
        for version, asked in plan.load(code).questions.items():
            ruling = held.of(version)
            said = ruling and {"kind": ruling.kind, "keys": list(map(_key, ruling.keys))}
            found[version] = {"kind": asked.kind, "key": _key(asked.key), "ruling": said}
    return found


def _key(of: Key) -> Json:
    return {"places": list(of.places), "value": of.value, "near": of.near, "far": of.far}


def _papers() -> Iterator[Paper]:
    known = Attempt.objects.select_related("contestant", "round").prefetch_related("entries")
    for attempt in known.order_by("pk"):
        entries = sorted(attempt.entries.all(), key=lambda one: (one.slot, one.kind))
        steps = [one.slot for one in entries if one.kind == 5]
        if steps and max(steps) % 2:
            continue
        dealt = plan.load(attempt.round.code)
        who = attempt.contestant
        paper = dealt.paper(who.pk, attempt.try_no, attempt.book, attempt.form)
        answers = [(paper[one.slot].version, one) for one in entries if one.kind == 2]
        yield Paper(
            who.pk,
            attempt.round.code,
            attempt.try_no,
            attempt.region_path,
            attempt.cohort,
            who.unit,
            next(one.received_at for one in entries if one.kind == 3),
            tuple((version, choices.read(one.choice), one.took_ms) for version, one in answers),
        )
