"""A zip of questions and pictures: looked into before it is opened, then files by name.

What a zip really unpacks to, and where its names point, is checked by `zips`; a zip inside a zip is
not opened.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from questionbank.formats.found import Note, error, warning
from questionbank.formats.zips import is_zip, unsafe

_BLACKBOARD = "@x@embeddedfile"


@dataclass(frozen=True, slots=True)
class Package:
    """Files by their path inside the zip."""

    files: Mapping[str, bytes]

    def beside(self, path: str) -> Callable[[str], bytes | None]:
        """Finds pictures by the addresses that the file at `path` gives them."""
        return lambda address: self.find(address, posixpath.dirname(path))

    def find(self, address: str, folder: str) -> bytes | None:
        """The file at an address: beside its text, from the top, or the only one so named."""
        name = unquote(address.partition("?")[0]).replace("\\", "/")
        for mark in ("$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$", "%24IMS-CC-FILEBASE%24"):
            name = name.replace(mark, "web_resources")
        if name.lower().startswith(_BLACKBOARD):
            name = name.rpartition("@X@")[2]
        for path in (posixpath.join(folder, name), name.lstrip("/")):
            if (data := self.files.get(posixpath.normpath(path))) is not None:
                return data
        return self._only(posixpath.basename(name))

    def _only(self, base: str) -> bytes | None:
        same = [path for path in self.files if posixpath.basename(path) == base]
        return self.files[same[0]] if base and len(same) == 1 else None


def opened(data: bytes) -> tuple[Package | None, tuple[Note, ...]]:
    """The files of a zip, all of them read; None with an ERROR when it must not be opened."""
    if note := unsafe(data):
        return None, (note,)
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                if entry.is_dir():
                    continue
                name = _name(entry.filename)
                if name in files:
                    notes.append(warning("zip_twice", detail=name))
                files[name] = package.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        return None, (error("zip_broken"),)
    for name, inside in files.items():
        if is_zip(inside):
            notes.append(warning("zip_in_zip", detail=name))
    return Package(files), tuple(notes)


def _name(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/"))


# A moment that is the same in every file, so that equal questions give equal bytes.
_MOMENT = (2000, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
