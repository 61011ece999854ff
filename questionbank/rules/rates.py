"""How often a question is answered right: what an editor's label stands for until it was measured.

A rate is a whole number of millionths: 750_000 means that 75 of 100 answer right.
"""

Rates = tuple[int, int, int, int]
"""Expected share right, in millionths, of people of ability -1, 0, 1 and 2 (0 is the average)."""

ABILITIES = (-1, 0, 1, 2)
ONE = 1_000_000

# Label -> rates: 90, 75, 60, 40 and 25 % at ability 0, the other abilities along the Rasch curve
# p / (1 - p) = exp(ability) * p0 / (1 - p0), rounded once and kept as a table: no float, ever.
LABELS: dict[int, Rates] = {
    1: (768_031, 900_000, 960_730, 985_186),
    2: (524_633, 750_000, 890_768, 956_835),
    3: (355_595, 600_000, 803_050, 917_243),
    4: (196_950, 400_000, 644_405, 831_253),
    5: (109_232, 250_000, 475_367, 711_235),
}
# A question that nobody labelled counts as of middle difficulty.
UNLABELLED = LABELS[3]
