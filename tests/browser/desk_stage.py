"""A province with some weeks of a contest behind it, for browser tests of the organisers' desk."""

from pathlib import Path

from playwright.async_api import Browser, Page

from tests.browser.signed import STORE, sign_in
from tests.servers import WebServer

BUILD = """
from random import Random
from django.contrib.auth.models import User
from questionbank import grants
from questionbank.models import ItemSummary, Question, QuestionVersion, Facet, Tag
from quiz import clock
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, Region, Round
from quiz.rules.formats import Format, plain
DAY = 86_400_000
chance, now = Random(7), clock.now()
begin = now - 45 * DAY
for name, scope in (("lin", "440000"), ("chen", "440000/440100"), ("he", "440000/440100/440106")):
    user = User.objects.create_user(name, is_staff=True)
    grants.give(user, "organiser", scope, by=None)
contest = Contest.objects.create(
    code="GD26", title_zh="第七届广东省公民科学素质大赛",
    title_en="Guangdong Science Literacy Contest", region_id="440000", masked=True,
)
rounds = [
    Round.objects.create(
        contest=contest, code=code, title_zh=title, title_en=code, format=plain(Format()),
        opens_at=opens, closes_at=now + 20 * DAY,
    )
    for code, title, opens in (("online", "线上初赛", begin), ("second", "线上复赛", now - 2 * DAY))
]
leaves = [one for one in Region.objects.order_by("code") if not one.children.exists()]
near = [one for one in leaves if one.path.startswith("440000/440100")]
cohorts = list(Cohort.objects.order_by("place"))
people = []
for n in range(PEOPLE):
    home = chance.choice(near) if n % 2 else chance.choice(leaves)
    people.append(Contestant(
        contest=contest,
        nickname="欧阳文" + chr(0x4E00 + n % 900) if n % 3 else f"南国科普爱好者{n}",
        region=home, cohort=chance.choices(cohorts, (6, 2, 3, 2, 2, 3))[0],
        unit=chance.choice(("", "广州市第一中学", "市图书馆", "越秀区社区学院")),
        token_hash=f"{n:064d}", joined_at=begin,
    ))
Contestant.objects.bulk_create(people, batch_size=500)
attempts = []
for who in people:
    for k in range(chance.choice((1, 1, 2, 3))):
        at = begin + int((now - begin - DAY // 24) * chance.random() ** 0.7)
        attempts.append((who, rounds[0], k, at))
attempts = [
    Attempt(round=r, contestant=who, try_no=k, book=0, form=0, region_path=who.region.path,
            cohort=who.cohort_id, opened_at=at)
    for who, r, k, at in attempts
]
Attempt.objects.bulk_create(attempts, batch_size=500)
entries = []
for one in attempts:
    if chance.random() > 0.95:
        continue
    took = chance.randrange(40_000, 190_000)
    end = one.opened_at + took
    entries.append(Entry(attempt=one, slot=10, kind=3, choice="", took_ms=took,
        points=10 * min(10, max(0, round(chance.gauss(7, 2)))), received_at=end, stored_at=end + 5))
entries.sort(key=lambda entry: entry.stored_at)
Entry.objects.bulk_create(entries, batch_size=500)
topics = list(Tag.objects.filter(facet=Facet.TOPIC, children=None)[:6])
for n, topic in enumerate(topics):
    question = Question.objects.create(ref=f"t{n}")
    question.tags.add(topic)
    version = QuestionVersion.objects.create(
        question=question, kind="truefalse", stem_zh="题", key=[0], content_hash=f"{n:064d}")
    ItemSummary.objects.create(version=version, count=900, right=300 + 60 * n, stale=False)
"""


def prepare(folder: Path, people: int = 900) -> WebServer:
    """A server on a province whose reports are counted, not started yet."""
    one = WebServer(folder)
    build = BUILD.replace("PEOPLE", str(people)) + STORE
    stage = ("shell", "-c", build)
    one.prepare(("load_regions",), ("load_taxonomy",), stage, ("count_reports",))
    return one


async def signed_in(
    browser: Browser, server: WebServer, name: str, *, wide: int = 1280, locale: str = "zh-CN"
) -> Page:
    """The browser of an organiser."""
    context = await browser.new_context(
        viewport={"width": wide, "height": 800}, locale=locale, timezone_id="Asia/Shanghai"
    )
    page = await context.new_page()
    await sign_in(page, server, name)
    return page
