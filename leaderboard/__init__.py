"""Boards and all that is made of results; it can be rebuilt from the journal."""
