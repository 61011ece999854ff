"""Tags that a question's own text speaks of ("难度：3", "知识点：台风"), for its editor to take."""

from questionbank.models import Facet, Tag
from questionbank.pages.form import Form


def suggested(form: Form) -> list[tuple[str, list[Tag]]]:
    """Each label of the text with the tags that it may mean; those of the form are left out."""
    labels = form.typed.labels
    if not labels:
        return []
    by_name: dict[str, list[Tag]] = {}
    for tag in Tag.objects.all():
        for name in _names(tag):
            by_name.setdefault(name, []).append(tag)
    fitting = [(label, by_name.get(label.strip().casefold(), [])) for label in labels]
    return [
        (label, [tag for tag in tags if (tag.facet, tag.code) not in form.tags])
        for label, tags in fitting
    ]


def _names(tag: Tag) -> set[str]:
    names = {tag.code, tag.name_zh, tag.name_en}
    if tag.facet == Facet.DIFFICULTY:
        names.add(tag.code.removeprefix("L"))
    return {name.casefold() for name in names if name}
