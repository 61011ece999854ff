"""The pictures that questions from files name: those that are stored, and those that are not."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from django.utils.translation import gettext as _

from questionbank.loading import Loaded
from questionbank.messages import Fault
from questionbank.models import Picture
from questionbank.rows import Pictures
from questionbank.rules.question import Draft

AT_ONCE = 500


def shown(entries: Sequence[Loaded]) -> Pictures:
    """The stored pictures that the questions name, by digest."""
    wanted = sorted(set().union(*(_digests(entry.draft) for entry in entries)))
    parts = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    rows = (Picture.objects.filter(digest__in=some) for some in parts)
    return {row.digest: row for row in chain.from_iterable(rows)}


def unknown(entries: Sequence[Loaded], pictures: Collection[str]) -> Iterable[Fault]:
    """A fault for each question that names a picture which is not one of `pictures`."""
    for entry in entries:
        if missing := sorted(_digests(entry.draft).difference(pictures)):
            yield Fault(entry.file, entry.ref, "picture", _("没有图片 %s") % missing[0][:12])


def _digests(draft: Draft) -> set[str]:
    return {image.digest for image in (draft.picture, *draft.option_pictures) if image}
