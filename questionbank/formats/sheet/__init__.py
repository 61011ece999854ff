"""Workbooks: xlsx, xls and ods. Only ever run in a child process (formats/child.py)."""

from questionbank.formats.sheet.reader import MOST_CELLS, read

__all__ = ["MOST_CELLS", "read"]
