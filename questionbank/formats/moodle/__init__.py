"""Moodle XML: `<quiz>` with questions, categories and pictures."""

from questionbank.formats.moodle.reader import cannot, read, write

__all__ = ["cannot", "read", "write"]
