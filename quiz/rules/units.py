"""Units of the contest. A bare int is never a time or a score."""

from typing import NewType

Millis = NewType("Millis", int)
"""Milliseconds: a length of time, or a moment counted from 1970-01-01 UTC."""

Points = NewType("Points", int)
"""What one answer earns; a score is a sum of points."""
