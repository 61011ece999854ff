"""A contest with a practice round for each kind of question beyond options, for browser tests.

Run inside the server's own process: `manage.py shell -c "from tests.browser import kinds_stage;
kinds_stage.build()"`.
"""

import io

from PIL import Image as Canvas
from PIL import ImageDraw

from questionbank import images
from questionbank.models import Option, Question, Status
from questionbank.rows import option_rows, version_row
from questionbank.rules.question import Area, Draft, Image, Text
from questionbank.standing import approve_newest
from quiz import clock, rounds
from quiz.models import Contest, Region, Round
from quiz.rules.formats import Format, Mode, Reveal, plain
from quiz.rules.units import Millis

WORDS = (Text("解析文字"), Text("来源"))
PAIRS = {"电池": "伏打", "听诊器": "雷奈克", "电话": "贝尔"}


def drawn() -> bytes:
    """A picture of 800 x 600 with a red disc in its upper left quarter."""
    canvas = Canvas.new("RGB", (800, 600), "#def")
    ImageDraw.Draw(canvas).ellipse((100, 75, 300, 225), fill="red")
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def drafts(seen: Image) -> dict[str, Draft]:
    """A question of each kind, by the code of its round."""
    targets = (*(Text(one) for one in PAIRS.values()), Text("爱迪生"))
    formulas = (Text("$mv^2$"), Text("$\\frac{1}{2}mv^2$"), Text("$\\sqrt{mgh}$"))
    two = (Text("有红色"), Text("没有红色"), Text("不知道"))
    return {
        "matching": Draft(
            "matching",
            Text("把发明与发明人配对。"),
            *WORDS,
            options=tuple(map(Text, PAIRS)),
            key=(0, 1, 2),
            targets=targets,
        ),
        "text": Draft("text", Text("植物怎样得到能量？"), *WORDS, accepted=("光合作用",)),
        "hotspot": Draft(
            "hotspot",
            Text("点出红色的圆。"),
            *WORDS,
            areas=(Area("circle", (250, 250, 125)), Area("rect", (900, 900, 1000, 1000))),
            picture=seen,
        ),
        "formulas": Draft(
            "multiple",
            Text("哪一个是**动能**？"),
            Text("由 $W=Fs$ 推出。"),
            options=formulas,
            key=(0, 1),
        ),
        "pictures": Draft(
            "single",
            Text("图上有没有红色？"),
            *WORDS,
            options=two,
            key=(0,),
            picture=seen,
            option_pictures=(seen, None, seen),
        ),
    }


def build() -> None:
    """The contest 2026; its practice round of each kind has the kind's name; one more has little
    time."""
    picture = images.store(drawn(), None)
    seen = Image(picture.digest, Text("蓝底上的红色圆"))
    contest = Contest.objects.create(
        code="2026", title_zh="大赛", region=Region.objects.get(code="440000")
    )
    for code, draft in drafts(seen).items():
        question = Question.objects.create(ref=code, status=Status.LIVE)
        version = version_row(draft, question, 1, {picture.digest: picture})
        version.save()
        Option.objects.bulk_create(option_rows(draft, version, {picture.digest: picture}))
        approve_newest([question.pk])
        _open(contest, code, draft.kind)
    _open(contest, "timed", "text", Millis(5_000))


def _open(contest: Contest, code: str, kind: str, question_ms: Millis = Millis(0)) -> None:
    now = clock.now()
    form = Format(
        mode=Mode.PRACTICE,
        questions=1,
        blueprint={kind: 1},
        question_ms=question_ms,
        tries_per_day=0,
        books=1,
        reveal=Reveal.EACH,
        boards=(),
    )
    settings = {"title_zh": code, "format": plain(form), "opens_at": now - 1}
    round_ = Round.objects.create(contest=contest, code=code, **settings)
    rounds.prepare(round_, seed=bytes(32), now=Millis(now - 2))
