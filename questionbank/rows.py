"""A draft as rows of the tables."""

from typing import Any

from questionbank.models import Option, Question, QuestionVersion
from questionbank.rules.question import Draft, Estimate, content_hash, normal


def version_row(draft: Draft, question: Question, number: int) -> QuestionVersion:
    """The version as it will be stored, in its normal form; not stored yet."""
    form = normal(draft)
    return QuestionVersion(
        question=question,
        number=number,
        kind=form.kind,
        stem_zh=form.stem.zh,
        stem_en=form.stem.en,
        key=list(form.key),
        estimate=_numbers(form.estimate) if form.estimate else None,
        explanation_zh=form.explanation.zh,
        explanation_en=form.explanation.en,
        source_zh=form.source.zh,
        source_en=form.source.en,
        content_hash=content_hash(form),
    )


def _numbers(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": estimate.value,
        "near": estimate.near,
        "far": estimate.far,
        "min": estimate.least,
        "max": estimate.most,
        "unit_zh": estimate.unit.zh,
        "unit_en": estimate.unit.en,
    }


def option_rows(draft: Draft, version: QuestionVersion) -> list[Option]:
    """The options of a stored version, by place; not stored yet."""
    return [
        Option(version=version, place=at, text_zh=text.zh, text_en=text.en, fixed=at in draft.fixed)
        for at, text in enumerate(normal(draft).options)
    ]
