"""Frames that several processes of the bench must agree on."""

# As long as a board frame with a few changed rows.
BROADCAST = b'{"t":"frame","v":7,"rows":"' + b"x" * 200 + b'"}'
ROUND = "bench"


def token(number: int) -> str:
    """What the phone of contestant `number` shows."""
    return f"bench-token-of-{number:08d}"
