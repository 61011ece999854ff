"""Grids of cells to questions: what every spreadsheet and every file of separated lines has."""

from questionbank.formats.table.reader import OURS, Whole, read

__all__ = ["OURS", "Whole", "read"]
