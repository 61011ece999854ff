"""Sub- and superscripts in Unicode: H₂O, 10⁶."""

_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvx−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₋")
_SUP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz−",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁻",
)


def script(tag: str, inside: str) -> tuple[str, bool]:
    """The text of a `sub` or `sup`, and whether nothing of it is lost."""
    table = _SUB if tag == "sub" else _SUP
    text = " ".join(inside.split())
    if not text:
        return inside, True
    if all(ord(char) in table for char in text):
        return text.translate(table), True
    return f"{'_' if tag == 'sub' else '^'}({text})", False
