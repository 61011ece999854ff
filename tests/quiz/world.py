"""A small world for socket tests: a region, a bank made here, a contest with one prepared round.

The bank has twelve questions of each kind; whoever knows `texts` knows the keys, as the tests do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from questionbank import papers
from questionbank.models import Option, Question, QuestionVersion, Status
from questionbank.standing import approve_newest
from quiz import rounds, seats
from quiz.consumers import PlaySocket
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, EntryKind, Region, Round
from quiz.rules import formats
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING

SEED = bytes(range(32))
HOUR = 3_600_000
KINDS = ("single", "multiple", "truefalse", "estimate", "ordering")
# The name of a question, its text, the text's options.
Draft = tuple[str, QuestionVersion, list[Option]]
# A paper of five single-choice questions, 20 s each.
FIVE = Format(questions=5, blueprint={"single": 5}, question_ms=Millis(20_000), books=2)


def make_bank(each: int = 12, kinds: Iterable[str] = KINDS) -> None:
    """Live questions of these kinds in the province's bank."""
    store([_question(kind, n) for kind in kinds for n in range(each)])


def store(drafts: Sequence[Draft]) -> None:
    """Live questions of these texts, without the history that the workbench would write."""
    questions = [Question(ref=ref, status=Status.LIVE) for ref, _version, _options in drafts]
    Question.objects.bulk_create(questions)
    for question, (_ref, version, _options) in zip(questions, drafts, strict=True):
        version.question = question
    QuestionVersion.objects.bulk_create(version for _ref, version, _options in drafts)
    options = []
    for _ref, version, made in drafts:
        for option in made:
            option.version = version
            options.append(option)
    Option.objects.bulk_create(options)
    approve_newest([question.pk for question in questions])


def _question(kind: str, n: int) -> Draft:
    estimate = {"value": 50, "near": 5, "far": 30, "min": 0, "max": 200}
    places = {"single": [2], "multiple": [0, 3], "truefalse": [n % 2], "ordering": [0, 1, 2, 3]}
    version = QuestionVersion(
        kind=kind,
        stem_zh=f"{kind} 第 {n} 题",
        stem_en=f"{kind} number {n}",
        key=places.get(kind, []),
        estimate={**estimate, "unit_zh": "公里", "unit_en": "km"} if kind == "estimate" else None,
        explanation_zh=f"解析 {kind} {n}",
        explanation_en=f"why {kind} {n}",
        source_zh="来源",
        source_en="source",
        content_hash=sha256(f"{kind}{n}".encode()).hexdigest(),
    )
    places_of = range(4) if kind in ("single", "multiple", "ordering") else ()
    options = [Option(place=p, text_zh=f"甲{n}{p}", text_en=f"o{n}{p}") for p in places_of]
    return f"{kind}-{n}", version, options


def make_contest() -> Contest:
    province = Region.objects.create(
        code="440000", path="440000", kind="province", name_zh="广东省", name_en="Guangdong"
    )
    Region.objects.create(
        code="440100",
        parent=province,
        path="440000/440100",
        kind="city",
        name_zh="广州市",
        name_en="Guangzhou",
    )
    Cohort.objects.create(code="general", name_zh="其他公众", name_en="General")
    return Contest.objects.create(code="2026", title_zh="大赛", region=province)


def make_round(form: Format, contest: Contest, code: str = "demo") -> Round:
    """A prepared round, open from MORNING for an hour (practice: for ever)."""
    round_ = Round.objects.create(
        contest=contest,
        code=code,
        title_zh="初赛",
        format=formats.plain(form),
        opens_at=MORNING,
        closes_at=MORNING + HOUR if form.ranked else None,
    )
    rounds.prepare(round_, seed=SEED, now=Millis(MORNING - 1))
    return round_


def make_contestant(contest: Contest, nickname: str = "Mei", number: int | None = None) -> str:
    """A contestant; returns the phone's token. `number` decides the papers, else it is the next."""
    token = f"token-of-{nickname}-0123456789"
    Contestant.objects.create(
        pk=number,
        contest=contest,
        nickname=nickname,
        region_id="440100",
        cohort_id="general",
        token_hash=seats.token_hash(token),
        joined_at=MORNING,
    )
    return token


def papers_of(contestant: int) -> list[int]:
    """Every closed attempt of somebody, the first one first."""
    rows = Attempt.objects.filter(contestant=contestant, entries__kind=EntryKind.CLOSED)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass
class Phone:
    """A phone in a test: frames as dictionaries, over the real consumer."""

    token: str
    socket: WebsocketCommunicator
    round: str = "demo"
    seq: int = 0

    async def send(self, **frame: Any) -> None:
        await self.socket.send_to(text_data=msgspec.json.encode(frame).decode())

    async def hear(self) -> Any:
        return msgspec.json.decode(await self.socket.receive_from(timeout=5))

    async def ask(self, **frame: Any) -> Any:
        await self.send(**frame)
        return await self.hear()

    async def hello(self, lang: str = "zh-hans") -> Any:
        return await self.ask(t="hello", token=self.token, round=self.round, lang=lang)

    async def open(self, try_no: int = 0) -> Any:
        return (await self.ask(t="open", try_no=try_no))["attempt"]

    def answer_to(
        self, question: Any, choice: list[int] | str, took_ms: int = 900
    ) -> dict[str, Any]:
        """A choice in numbers, or the text of a typed answer."""
        self.seq += 1
        place = {"attempt": question["attempt"], "slot": question["slot"]}
        said = {"choice": [], "text": choice} if isinstance(choice, str) else {"choice": choice}
        return {"t": "answer", **place, "seq": self.seq, **said, "took_ms": took_ms}

    async def answer(self, question: Any, choice: list[int] | str, took_ms: int = 900) -> Any:
        return await self.ask(**self.answer_to(question, choice, took_ms))

    async def hang_up(self) -> None:
        await self.socket.disconnect()


async def connect(token: str, round_: str = "demo") -> Phone:
    """A phone whose socket is open and has said nothing yet."""
    app: Any = PlaySocket.as_asgi()
    socket = WebsocketCommunicator(app, "/ws/play/")
    socket.scope["headers"] = [(b"host", b"testserver")]
    connected, _ = await socket.connect()
    assert connected
    return Phone(token, socket, round_)


def right_choice(question: Any) -> list[int]:
    """The right choice for a shown question, in numbers of the wire, from the bank's own texts."""
    body = question["q"]
    texts = papers.texts(list(QuestionVersion.objects.values_list("pk", flat=True)))
    text = next(t for t in texts.values() if body["stem"] in (t.stem.zh, t.stem.en))
    if text.estimate is not None:
        return [text.estimate.value]
    if text.kind == "truefalse":
        return list(text.key)
    numbers = {name: n for n, name in enumerate(body["options"])}
    lang = "zh" if text.options[0].zh in numbers else "en"
    return [numbers[getattr(text.options[place], lang)] for place in text.key]


async def seated(token: str) -> tuple[Phone, Any]:
    """A phone with an open attempt, and its first question."""
    phone = await connect(token)
    await phone.hello()
    return phone, (await phone.open())["question"]


right = sync_to_async(right_choice)
stored = sync_to_async(
    lambda: list(Entry.objects.order_by("id").values_list("slot", "kind", "choice"))
)
