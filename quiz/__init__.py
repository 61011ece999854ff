"""Joining, playing, and the journal of what contestants did."""
