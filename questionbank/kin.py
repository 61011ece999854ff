"""Versions that are one item: a typo was mended, and what is known of it carries on."""

from collections.abc import Collection

from questionbank.models import QuestionVersion

AT_ONCE = 500


def kin(version_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """For each version all versions of its question that are the same item, oldest first, itself
    among them; numbers that are no versions are left out."""
    wanted = sorted(set(version_ids))
    found: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        ids = wanted[start : start + AT_ONCE]
        family = _families(ids)
        found |= {version: family[version] for version in ids if version in family}
    return found


def _families(version_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    questions = QuestionVersion.objects.filter(pk__in=version_ids).values("question")
    rows = QuestionVersion.objects.filter(question__in=questions).order_by("question", "number")
    families: list[list[int]] = []
    before = None
    for pk, question, same in rows.values_list("pk", "question", "same_item"):
        if same and question == before:
            families[-1].append(pk)
        else:
            families.append([pk])
        before = question
    return {pk: tuple(family) for family in families for pk in family}
