"""Size bands in words."""

from django.utils.translation import gettext as _

from leaderboard.rules.bands import BANDS, Band


def band_words(band: Band) -> str:
    """Its bounds in ten thousand residents (万); in whole numbers."""
    place = BANDS.index(band)
    least = (BANDS[place - 1].most or 0) + 1 if place else 0
    told = {"least": f"{least:,}", "most": f"{band.most or 0:,}"}
    if not place:
        return _("常住人口不超过 %(most)s") % told
    if band.most is None:
        return _("常住人口 %(least)s 及以上") % told
    return _("常住人口 %(least)s 至 %(most)s") % told
