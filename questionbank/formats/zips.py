"""Looks into a zip before anything else opens it: what it really unpacks to, and where it points.

The sizes in a zip's headers are the sender's word; here every entry is inflated and counted, piece
by piece, and thrown away.
"""

import io
import stat
import struct
import zipfile
import zlib

from questionbank.formats.found import Note, error

MOST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
# Spreadsheets shrink 10 to 50 times, zeros a thousand times; small files may do as they like.
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
_PIECE = 256 * 1024
_LOCAL = 30  # bytes of a local header before the name
_ENCRYPTED = 0x1


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unsafe(data: bytes) -> Note | None:
    """Why this zip must not be unpacked; None when it may be. Never raises for bad bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError):
        return error("zip_broken")
    except (EOFError, OSError, UnicodeError):
        return error("zip_broken")
    if len(entries) > MOST_ENTRIES:
        return error("zip_too_large", detail=f"{len(entries)} > {MOST_ENTRIES}")
    for entry in entries:
        if note := _bad_entry(entry):
            return note
    return _too_large(data, entries)


def _bad_entry(entry: zipfile.ZipInfo) -> Note | None:
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & _ENCRYPTED:
        return error("encrypted", detail=name)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or name.startswith("/") or ":" in name or ".." in name.split("/"):
        return error("zip_path", detail=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return error("zip_broken", detail=name)
    return None


def _too_large(data: bytes, entries: list[zipfile.ZipInfo]) -> Note | None:
    unpacked = 0
    for entry in entries:
        size = _real_size(data, entry, MOST_UNPACKED - unpacked)
        if size is None:
            return error("zip_broken", detail=entry.filename)
        unpacked += size
        if unpacked > MOST_UNPACKED:
            return error("zip_too_large", detail=f"> {MOST_UNPACKED >> 20} MiB")
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * len(data):
        return error("zip_too_large", detail=f"{unpacked // max(len(data), 1)} : 1")
    return None


def _real_size(data: bytes, entry: zipfile.ZipInfo, room: int) -> int | None:
    """The bytes that the entry unpacks to, counted up to a little over `room`; None if broken."""
    at = entry.header_offset
    if at < 0 or data[at : at + 4] != b"PK\x03\x04" or at + _LOCAL > len(data):
        return None
    name, extra = struct.unpack_from("<HH", data, at + 26)
    start = at + _LOCAL + name + extra
    if start + entry.compress_size > len(data):
        return None
    if entry.compress_type == zipfile.ZIP_STORED:
        return max(entry.compress_size, entry.file_size)
    return _inflated(data[start : start + entry.compress_size], room)


def _inflated(packed: bytes, room: int) -> int | None:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    size, rest = 0, packed
    try:
        while rest and not inflate.eof and size <= room:
            size += len(inflate.decompress(rest, _PIECE))
            rest = inflate.unconsumed_tail
    except zlib.error:
        return None
    return size
