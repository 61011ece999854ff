"""Which files of a QTI package to read, in which order, and what its manifest says of them."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from questionbank.formats.markup import xml
from questionbank.formats.packages import Package
from questionbank.formats.qti.qti2_tree import renamed

_NAME = "imsmanifest.xml"
_TEXT = (".xml", ".qti", ".dat")
# Canvas writes each quiz twice: for everybody, and in full.
_FULL = "non_cc_assessments"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Paths in the order of the manifest, the words given to each, and quizzes written in full."""

    paths: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    full: frozenset[str] = frozenset()

    def is_copy(self, root: Element, path: str) -> bool:
        """Whether this quiz stands in the package a second time, in full."""
        whole = posixpath.basename(path) != "" and _FULL not in path
        return whole and any(
            one.get("ident", "") in self.full for one in root.iter("assessment") if one.get("ident")
        )


def manifest_of(package: Package) -> Manifest:
    """What the package's manifest says; nothing where there is none."""
    found = sorted(
        (path for path in package.files if posixpath.basename(path).lower() == _NAME), key=len
    )
    full = frozenset(
        posixpath.basename(path).partition(".")[0] for path in package.files if _FULL in path
    )
    root, _ = xml.parse(package.files[found[0]]) if found else (None, ())
    if root is None:
        return Manifest(full=full)
    renamed(root)
    folder = posixpath.dirname(found[0])
    words: dict[str, tuple[str, ...]] = {}
    for resource in root.iter("resource"):
        said = tuple(_words(resource))
        for path in _paths(resource, folder):
            words[path] = words.get(path) or said
    return Manifest(tuple(words), words, full)


def _paths(resource: Element, folder: str) -> Iterator[str]:
    """The files of a resource; Blackboard names its own by an attribute "file"."""
    base = resource.get("base", "") if resource.get("file") is None else ""
    names = [resource.get("href"), resource.get("file")]
    names += [file.get("href") for file in resource.iter("file")]
    for name in names:
        if name:
            yield posixpath.normpath(posixpath.join(folder, base, unquote(name)))


def _words(resource: Element) -> Iterator[str]:
    for keyword in resource.iter("keyword"):
        text = " ".join(xml.words(keyword).split())
        if text:
            yield text


def in_order(package: Package, manifest: Manifest) -> Iterable[str]:
    """Every file that may hold items, once: as the manifest has them, then the others by name."""
    others = sorted(package.files)
    wanted = dict.fromkeys([*manifest.paths, *others])
    return [path for path in wanted if path in package.files and _readable(path)]


def _readable(path: str) -> bool:
    base = posixpath.basename(path).lower()
    return base.endswith(_TEXT) and base != _NAME and not base.startswith("._")
