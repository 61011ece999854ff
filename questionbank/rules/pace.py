"""How long answers took, in steps that grow, as the histogram of a question shows them."""

# The lower edge of each step, in milliseconds; the last step has no end.
EDGES = (
    *(0, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 11_000, 15_000, 20_000, 30_000, 45_000),
    60_000,
)
