"""What a board's page says of itself to whoever is shown its link before they open it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from leaderboard.public import names
from leaderboard.public.asked import Asked

# The same for every region of a contest, and so named without one.
WHOLE = ("census", "rules")
# Parts whose address holds more than their region; they tell their own.
BESIDE = ("board", "near", "defined")


def address(asked: Asked, here: str) -> str:
    """The one address of a part of the region's pages, as far as region and round make it."""
    if here in WHOLE:
        return reverse(f"boards-{here}", args=[asked.ranked.contest]) + f"?round={asked.round}"
    return names.link(asked.ranked, asked.place, "" if here in BESIDE else here)


def heading(asked: Asked, here: str, title: str) -> str:
    """Where one is and what the part shows."""
    if here in WHOLE:
        return title
    place, ranked = names.name(asked.place), asked.ranked
    if here == "defined":  # by one's own definition, perhaps of several rounds
        return f"{place} · {title}"
    shown = f"{place} · {names.either(ranked.title_zh, ranked.title_en)}"
    return f"{shown} · {title}" if title else shown


def about(asked: Asked, here: str, title: str) -> str:
    """What is to be found there, in one sentence."""
    ranked = asked.ranked
    told = {
        "contest": names.either(ranked.contest_zh, ranked.contest_en),
        "what": heading(asked, here, title),
    }
    return _sentences().get(here, _("%(contest)s：%(what)s。")) % told


def _sentences() -> dict[str, str]:
    """By part; the regions' own board is a part of its own here."""
    return {
        "board": _("%(contest)s：%(what)s。名次、得分和用时，随时更新。"),
        "regions": _("%(contest)s：%(what)s。各地区的名次、得分和人数，随时更新。"),
        "days": _("%(contest)s：%(what)s。每天有多少人参加，名次怎样变化。"),
        "find": _("%(contest)s：%(what)s。输入名字的开头，看排在哪里。"),
        "versus": _("%(contest)s：%(what)s。两个地区的人数、平均分和得分放在一起看。"),
        "census": _("%(contest)s：各地区的常住人口和数据来源，每万人参加人数由此算出。"),
        "rules": _("%(contest)s：得分、名次、公布和申诉的全部规则。"),
    }
