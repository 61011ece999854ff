"""Choosing a team from a board: under conditions, with reserves, and a record of every change."""
