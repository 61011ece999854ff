"""Bytes that a reader must survive: good files with pieces cut, doubled, or swapped."""

from hypothesis import strategies as st


@st.composite
def mutated(draw: st.DrawFn, good: bytes) -> bytes:
    """`good` with up to eight pieces taken out, put elsewhere, or overwritten."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(data)))
        piece = data[start : start + draw(st.integers(0, 40))]
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "double", "random"])):
            case "cut":
                del data[start : start + len(piece)]
            case "double":
                data[at:at] = piece
            case "random":
                data[at:at] = draw(st.binary(max_size=12))
    return bytes(data)


def shuffled_lines(good: str) -> st.SearchStrategy[bytes]:
    """The lines of a good text in another order, some left out, some twice."""
    lines = good.splitlines()
    return st.lists(st.sampled_from(lines), max_size=2 * len(lines)).map(
        lambda some: "\n".join(some).encode()
    )
