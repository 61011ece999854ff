"""What a console asks for when it needs it: people by name, questions whose keys are out."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from questionbank.access import allowed
from quiz import naming, plan
from quiz.models import Entrant, Sitting
from quiz.rules.formats import BadFormat
from quiz.sittings import store, telling
from quiz.sittings.host_door import of_sitting

PEOPLE_FOUND = 50


@require_safe
@never_cache
@allowed("host")
@of_sitting
def people(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """People of the sitting whose name has the words `q`, newest first; also who was shown out."""
    found = Entrant.objects.filter(sitting=sitting).select_related("contestant__region")
    if wanted := request.GET.get("q", "").strip()[:60].replace("\0", ""):
        found = found.filter(name__icontains=wanted)
    rows = [_person(one) for one in found.order_by("-pk")[: PEOPLE_FOUND + 1]]
    return JsonResponse({"people": rows[:PEOPLE_FOUND], "more": len(rows) > PEOPLE_FOUND})


def _person(one: Entrant) -> dict[str, Any]:
    about = {
        "region": one.contestant.region.name,
        "bot": one.contestant.bot,
        "removed": one.removed,
    }
    return {"id": one.pk, "name": one.name} | about


@require_safe
@never_cache
@allowed("host")
@of_sitting
def questions(_request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The questions whose keys are out, with key and verdict: what may be corrected."""
    row = store.row(sitting)
    try:
        ready = plan.load(row.round)
    except (plan.Unprepared, BadFormat):
        return JsonResponse({"questions": []})
    slots = [slot for slot in range(row.stage.seen + 1) if slot not in row.stage.skipped]
    return JsonResponse({"questions": [_question(ready, row, slot) for slot in slots]})


def _question(ready: plan.Plan, row: store.Row, slot: int) -> dict[str, Any]:
    lang = telling.text_lang(naming.language())
    asked = telling.paper(ready, row)[slot]
    ruled = next((one.kind for one in row.stage.verdicts if one.slot == slot), "")
    return {
        "slot": slot,
        "q": msgspec.json.decode(asked.body[lang]),
        "order": telling.order(ready, row, slot),
        "key": asked.shown_key(asked.key),
        "ruled": ruled,
    }
