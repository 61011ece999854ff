"""Writes a package of QTI 2.1 or 3.0 items with their pictures and a manifest.

What QTI has no field for stands among the keywords of the manifest as `name=value`.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from questionbank.formats.found import Written
from questionbank.formats.markup import areas, facts
from questionbank.formats.markup.writer import explained
from questionbank.formats.packages import packed
from questionbank.formats.qti.qti2_bodies import BODIES, Body
from questionbank.formats.qti.qti2_names import VERSIONS, Version
from questionbank.formats.zips import MOST_ENTRIES

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MD = "http://ltsc.ieee.org/xsd/LOM"
# The same in both versions: nobody sees it, but a solution needs an outcome to hang on.
_SOLUTION = "SOLUTIONMODAL"
# Items and pictures in one package: with its manifest, what our own reader opens.
_MOST_FILES = MOST_ENTRIES - 1


def cannot(question: Written) -> str:
    """Why QTI 2 or 3 cannot hold this question ("kind"); "" when it comes back as it is."""
    return "" if question.draft.kind in BODIES else "kind"


def package(questions: Sequence[Written], name: str) -> bytes:
    """The zip, in QTI "2.1" or "3.0"; questions that `cannot` names are left out.

    More than one package may hold become several, part1.zip and so on, in a zip around them.
    """
    version = VERSIONS[name]
    kept = [question for question in questions if not cannot(question)]
    parts = [_package(part, version) for part in _parts(kept)]
    if len(parts) == 1:
        return parts[0]
    return packed({f"part{number}.zip": part for number, part in enumerate(parts, 1)})


def _parts(questions: Sequence[Written]) -> list[list[Written]]:
    """The questions in as many parts as they need; a question and its pictures stay together."""
    parts: list[list[Written]] = [[]]
    entries = 0
    for question in questions:
        own = 1 + len(question.pictures)
        if entries + own > _MOST_FILES and parts[-1]:
            parts.append([])
            entries = 0
        parts[-1].append(question)
        entries += own
    return parts


def _package(questions: Sequence[Written], version: Version) -> bytes:
    files: dict[str, bytes] = {}
    resources = []
    for number, question in enumerate(questions, 1):
        path = f"items/q{number:05d}.xml"
        files[path] = _item(question, version).encode()
        media = {f"media/{digest}.webp": data for digest, data in question.pictures.items()}
        files |= media
        resources.append(_resource(question, path, sorted(media), version))
    return packed({"imsmanifest.xml": _manifest(resources, version).encode(), **files})


def _item(question: Written, version: Version) -> str:
    draft, tag = question.draft, version.tag
    body: Body = BODIES[draft.kind](question, version)
    head = {
        "identifier": question.ref or "q",
        "title": draft.stem.zh[:60],
        "adaptive": "false",
        "timeDependent": "false",
    }
    inside = [
        body.declarations,
        tag("outcomeDeclaration", _outcome("SCORE", "float"), _default(version)),
        tag("outcomeDeclaration", _outcome(_SOLUTION, "identifier"), "") if _says(question) else "",
        tag("itemBody", {}, body.shown),
        body.rule,
        _solution(question, version),
    ]
    opened = tag("assessmentItem", head, *inside)
    space = f" xmlns={quoteattr(version.space)} xmlns:xsi={quoteattr(_XSI)} "
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + opened.replace(" ", space, 1)


def _outcome(name: str, kind: str) -> dict[str, str]:
    return {"identifier": name, "cardinality": "single", "baseType": kind}


def _default(version: Version) -> str:
    return version.tag("defaultValue", {}, version.tag("value", {}, "0"))


def _says(question: Written) -> bool:
    return bool(explained(question.draft))


def _solution(question: Written, version: Version) -> str:
    text = explained(question.draft, "xml:lang")
    head = {"outcomeIdentifier": _SOLUTION, "identifier": "SOLUTION", "showHide": "show"}
    return version.tag("modalFeedback", head, version.content(text)) if text else ""


def _resource(question: Written, path: str, media: Sequence[str], version: Version) -> str:
    ident = path.removeprefix("items/").removesuffix(".xml")
    files = "".join(f"<file href={quoteattr(name)}/>" for name in (path, *media))
    keywords = "".join(
        f"<imsmd:keyword><imsmd:string>{escape(word)}</imsmd:string></imsmd:keyword>"
        for word in [*facts.written(question), areas.said(question.draft.areas)]
        if word
    )
    general = f"<imsmd:lom><imsmd:general>{keywords}</imsmd:general></imsmd:lom>"
    about = f"<metadata>{general}</metadata>" if keywords else ""
    head = f'identifier="{ident}" type="{version.resource}" href={quoteattr(path)}'
    return f"<resource {head}>{about}{files}</resource>"


def _manifest(resources: Sequence[str], version: Version) -> str:
    spaces = f"xmlns={quoteattr(_CP)} xmlns:imsmd={quoteattr(_MD)} xmlns:xsi={quoteattr(_XSI)}"
    schema = f"<schema>{version.schema}</schema><schemaversion>1.0.0</schemaversion>"
    inside = f"<metadata>{schema}</metadata><organizations/><resources>{''.join(resources)}"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<manifest identifier="bank" {spaces}>{inside}</resources></manifest>\n'
