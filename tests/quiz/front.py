"""The front door in tests: a loaded province, a contest, and a client that speaks JSON."""

from typing import Any

from django.test import Client

from quiz import admission, loading, pages
from quiz.models import Contest

FORM = {
    "contest": "2026",
    "nickname": "木棉",
    "region": "440106",
    "cohort": "general",
}


def make_front() -> Contest:
    """Regions, cohorts and the contest 2026; earlier tests' counters and pages are forgotten."""
    admission.door.__init__()  # type: ignore[misc]
    pages.forget()
    regions = loading.read_regions(loading.DATA / "regions.csv")
    loading.store(regions, loading.read_cohorts(loading.DATA / "cohorts.csv"))
    return Contest.objects.create(code="2026", title_zh="大赛", title_en="Gala", region_id="440000")


def post(client: Client, path: str = "/api/join", **fields: Any) -> Any:
    """The answer to the joining form with `fields` changed (None = left out)."""
    form = {name: value for name, value in {**FORM, **fields}.items() if value is not None}
    return client.post(path, form, content_type="application/json")


def bearer(token: str) -> Any:
    return {"authorization": f"Bearer {token}"}
