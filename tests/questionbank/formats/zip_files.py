"""Zips as attackers and accidents make them; each is built here, none is kept as a file."""

import io
import struct
import zipfile
from collections.abc import Mapping


def zipped(entries: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return made.getvalue()


def with_link() -> bytes:
    made = io.BytesIO()
    link = zipfile.ZipInfo("a.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(link, "/etc/passwd")
    return made.getvalue()


def encrypted() -> bytes:
    """The flag is what says so; nobody gets as far as the password."""
    data = bytearray(zipped({"a.xml": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying(entries: Mapping[str, bytes]) -> bytes:
    """A zip whose headers say that each entry unpacks to one byte."""
    data = bytearray(zipped(entries))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", data, at + 24, 1)
    return bytes(data)
