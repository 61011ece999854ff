"""Raffles: promised, sealed, drawn before everybody's eyes, and claimed."""
