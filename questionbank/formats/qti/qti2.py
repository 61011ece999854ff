"""An item of QTI 2.0, 2.1, 2.2 or 3.0 to a row."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import Row, error
from questionbank.formats.markup import Plain, from_tree, xml
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.markup.rows import About
from questionbank.formats.qti.qti2_areas import hotspot, point
from questionbank.formats.qti.qti2_body import explained, interactions, leftovers, stem_of
from questionbank.formats.qti.qti2_kinds import Asked, Kind, associate, choice, matching, ordering
from questionbank.formats.qti.qti2_score import Machine
from questionbank.formats.qti.qti2_tree import declarations, renamed
from questionbank.formats.qti.qti2_written import slider, text
from questionbank.rules.question import Draft, Text, clean_line

KINDS: dict[str, Kind] = {
    "choiceinteraction": choice,
    "orderinteraction": ordering,
    "matchinteraction": matching,
    "associateinteraction": associate,
    "textentryinteraction": text,
    "sliderinteraction": slider,
    "hotspotinteraction": hotspot,
    "selectpointinteraction": point,
}
ROOT = "assessmentitem"


def item(root: Element, about: About, fields: Fields) -> Row:
    """The row of one item, whose tree has its names already changed by `renamed`."""
    try:
        draft = _draft(root, fields)
    except Refusal as refusal:
        return about.refused(refusal.note, fields.notes)
    return about.row(draft, fields)


def _draft(root: Element, fields: Fields) -> Draft:
    asked = interactions(root)
    if len(asked) != 1:
        names = ", ".join(element.tag for element in asked) or "no interaction"
        raise Refusal(error("kind_not_supported", "type", names))
    one = asked[0]
    declared = declarations(root).get(one.get("responseidentifier", ""))
    if one.tag not in KINDS:
        raise Refusal(error("kind_not_supported", "type", one.tag))
    if declared is None:
        raise Refusal(error("no_key", "key"))
    machine = Machine(root, declarations(root))
    draft = KINDS[one.tag](Asked(one, declared, machine, fields))
    return _with_texts(root, draft, fields)


def _with_texts(root: Element, draft: Draft, fields: Fields) -> Draft:
    solution = explained(root)
    fields.notes += leftovers(root)
    stem, picture = fields.shown(_whole_stem(root, fields), "stem")
    return replace(
        draft,
        stem=stem,
        picture=draft.picture or picture,
        explanation=fields.text(solution, "explanation"),
        source=solution.source,
    )


def _material(data: bytes | None) -> Element | None:
    """What a file of shared material shows: the body of a stimulus, or a piece of XHTML."""
    root, _ = xml.parse(data) if data else (None, ())
    if root is None:
        return None
    body = xml.child(renamed(root), "stimulusbody")
    return root if body is None else body


def _whole_stem(root: Element, fields: Fields) -> Plain:
    """The stem, with the material before it that the item only points to."""
    stem = stem_of(root)
    for reference in [*root.iter("assessmentstimulusref"), *root.iter("include")]:
        body = _material(fields.files(reference.get("href", "")))
        if body is None:
            fields.notes.append(error("stimulus_missing", "stem", reference.get("href", "")))
            continue
        shared = from_tree(body)
        before = clean_line(f"{shared.text.zh} {stem.text.zh}")
        stem = replace(
            stem,
            text=Text(before, stem.text.en),
            pictures=(*shared.pictures, *stem.pictures),
            lost=tuple(sorted({*shared.lost, *stem.lost})),
        )
    return stem
