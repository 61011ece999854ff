"""What somebody may read once their sitting is over: each question as the hall saw it, with what
counts after the host's verdicts, and what one's own answer came to."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quiz import messages, naming, plan, seats
from quiz.models import Entrant
from quiz.rules import choices, hall
from quiz.rules.formats import BadFormat
from quiz.rules.hall import Given
from quiz.rules.stage import State
from quiz.sittings import store, tally, telling
from quiz.sittings.store import NoSitting, Row
from quiz.sittings.tally import Tally

_WHO = "Bearer "


@require_safe
@never_cache
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """The questions of the sitting with one's own answers, for whoever holds an entrant's token."""
    try:
        row = store.by_code(code)
        ready = plan.load(row.round)
    except (NoSitting, plan.Unprepared, BadFormat):
        return _refused("no_such_sitting", 404)
    entrant = _entrant(row, request.headers.get("Authorization", ""))
    if entrant is None:
        return _refused("no_token", 401)
    if row.stage.state is not State.CLOSED:
        return _refused("wrong_state", 409)
    told = msgspec.json.encode({"questions": _rows(row, ready, entrant)})
    return HttpResponse(told, content_type="application/json")


def _refused(code: str, status: int) -> HttpResponse:
    words = messages.text(code, naming.language())
    return JsonResponse({"code": code, "message": words}, status=status)


def _entrant(row: Row, said: str) -> Entrant | None:
    if not said.startswith(_WHO):
        return None
    known = seats.token_hash(said.removeprefix(_WHO))
    ours = Entrant.objects.filter(sitting=row.id, removed=False)
    return ours.filter(contestant__token_hash=known, contestant__erased_at=None).first()


def _rows(row: Row, ready: plan.Plan, entrant: Entrant) -> list[dict[str, Any]]:
    at, paper = row.stage, telling.paper(ready, row)
    given = tally.given(row.id, range(at.of), [entrant.attempt_id])[entrant.attempt_id]
    # Of nobody: what the whole hall said costs a look at everybody, and was shown at the time.
    rules = Tally(ready.format, paper)
    slots = [slot for slot in range(at.seen + 1) if slot not in at.skipped]
    return [_question(row, ready, rules, slot, given.get(slot)) for slot in slots]


def _question(
    row: Row, ready: plan.Plan, rules: Tally, slot: int, said: Given | None
) -> dict[str, Any]:
    lang = telling.text_lang(naming.language())
    asked, ruling = rules.paper[slot], rules.ruling(row.stage, slot)
    marked = hall.mark(ready.format, asked.key, ruling, said, row.stage, slot)
    choice = said.choice if said else ()
    return {
        "slot": slot,
        **telling.content(ready, row, slot, lang),
        "choice": choices.numbers(asked.offer, choice) if choice else [],
        "text": choices.words(asked.offer, choice) if choice else "",
        "points": marked.points,
        "told": telling.reveal(ready, row, rules, slot, lang),
    }
