"""Questions of the kinds that need more than options, in the small world of socket tests."""

from hashlib import sha256
from typing import Any

from questionbank.models import Option, Picture, QuestionVersion
from tests.quiz import world

# What only the key says: these words stand in no question's text.
SECRETS = ("光合作用", "photosynthesis", "poly", "321")
KINDS = ("matching", "hotspot", "text")
EXTRA: dict[str, dict[str, Any]] = {
    "matching": {"targets": [["一", "one"], ["二", "two"], ["三", "three"], ["四", "four"]]},
    "hotspot": {"areas": [["poly", 100, 100, 321, 100, 321, 321, 100, 321]]},
    "text": {"accepted": ["光合作用", "photosynthesis"]},
}
# In numbers of the wire; a matching's are found by the words of its pairs.
RIGHT: dict[str, list[int]] = {"hotspot": [200, 321], "text": []}


def picture(n: int) -> Picture:
    sizes = {"width": 1600, "height": 1200, "widths": [320, 640, 1280, 1600], "size": 9}
    return Picture.objects.create(digest=f"{n:064}", name=f"{n:032}", **sizes)


def make_bank(*kinds: str, each: int = 12) -> None:
    """Live questions of the kinds; each matching's option n belongs to its target n."""
    world.store([_question(kind, n) for kind in kinds or KINDS for n in range(each)])


def _question(kind: str, n: int) -> world.Draft:
    version = QuestionVersion(
        kind=kind,
        stem_zh=f"{kind} 第 {n} 题",
        key=[0, 1, 2] if kind == "matching" else [],
        extra=EXTRA[kind],
        picture=picture(n) if kind == "hotspot" else None,
        picture_alt_zh="一幅图" if kind == "hotspot" else "",
        explanation_zh=f"解析 {kind} {n}",
        source_zh="来源",
        content_hash=sha256(f"{kind}{n}".encode()).hexdigest(),
    )
    words = "123" if kind == "matching" else ""
    return f"{kind}-{n}", version, [Option(place=p, text_zh=w) for p, w in enumerate(words)]


def right(question: Any) -> dict[str, Any]:
    """The fields `choice` and `text` of the right answer to a shown question."""
    body = question["q"]
    if body["kind"] == "matching":
        wanted = {"1": "一", "2": "二", "3": "三"}
        return {"choice": [body["targets"].index(wanted[word]) for word in body["options"]]}
    typed = {"text": "ＰＨＯＴＯ" + "synthesis。"} if body["kind"] == "text" else {}
    return {"choice": RIGHT[body["kind"]], **typed}
