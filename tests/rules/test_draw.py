import hashlib
import hmac
import timeit
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.draw import (
    deal,
    deal_key,
    order,
    public_order,
    seed_hash,
    shuffled,
    stream,
)

KEY = deal_key(bytes(32), "2026001")
PRIMES = (1, 2, 3, 5, 7, 31, 193)


def test_the_promise_is_the_plain_sha256_of_the_seed() -> None:
    assert seed_hash(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_a_deal_can_be_recomputed_from_its_description() -> None:
    key = hmac.new(bytes(32), b"deal|2026001", "sha256").digest()
    hashed = hmac.new(key, b"paper|final|7", "sha256").digest()
    book, start, stride = (int.from_bytes(hashed[n : n + 8], "big") for n in (0, 8, 16))
    expected = (book % 20, (start % 193 + 3 * (1 + stride % 192)) % 193)
    assert deal(KEY, "final", 7, 3, books=20, forms=193) == expected


@pytest.mark.parametrize(("try_no", "books", "forms"), [(-1, 1, 1), (0, 0, 1), (0, 1, 0)])
def test_impossible_deals_are_refused(try_no: int, books: int, forms: int) -> None:
    with pytest.raises(ValueError, match="no try"):
        deal(KEY, "r", 1, try_no, books=books, forms=forms)


@given(
    st.binary(max_size=40),
    st.text(max_size=12),
    st.integers(1, 2**63),
    st.integers(1, 50),
    st.sampled_from(PRIMES),
)
def test_all_forms_of_all_books_come_before_one_comes_again(
    seed: bytes, round_code: str, contestant: int, books: int, forms: int
) -> None:
    key = deal_key(seed, "")
    turns = range(min(books, 3) * forms)
    dealt = [deal(key, round_code, contestant, k, books=books, forms=forms) for k in turns]
    assert len(set(dealt)) == len(dealt)
    assert all(0 <= book < books and 0 <= form < forms for book, form in dealt)
    for start in range(0, len(dealt), forms):
        assert len({book for book, _form in dealt[start : start + forms]}) == 1


def test_books_and_forms_come_equally_often() -> None:
    dealt = [deal(KEY, "r", person, 0, books=4, forms=7) for person in range(28_000)]
    counts = Counter(dealt)
    assert len(counts) == 28
    # 1,000 expected; 6 standard deviations of a fair deal are 190. Not by chance: the key is fixed.
    assert all(abs(count - 1_000) < 190 for count in counts.values())


def test_the_beacon_changes_the_deals() -> None:
    other = deal_key(bytes(32), "2026002")
    papers = [
        (deal(KEY, "r", p, 0, books=20, forms=193), deal(other, "r", p, 0, books=20, forms=193))
        for p in range(50)
    ]
    assert sum(here == there for here, there in papers) <= 1


numbers = st.lists(st.integers(0, 50), unique=True, max_size=12)


@given(st.binary(max_size=40), st.text(max_size=12), numbers, st.data())
def test_an_order_holds_each_number_once_and_the_fixed_ones_last(
    key: bytes, label: str, given_numbers: list[int], data: st.DataObject
) -> None:
    fixed = data.draw(st.sets(st.sampled_from(given_numbers))) if given_numbers else set()
    ordered = order(key, label, given_numbers, fixed)
    assert sorted(ordered) == sorted(given_numbers)
    last = [number for number in given_numbers if number in fixed]
    assert list(ordered[len(ordered) - len(last) :]) == last


def test_every_order_of_three_options_comes_equally_often() -> None:
    counts = Counter(order(KEY, f"attempt {n}", range(3)) for n in range(6_000))
    assert len(counts) == 6
    assert all(abs(count - 1_000) < 190 for count in counts.values())


def test_the_numbering_of_an_ordering_is_not_its_right_order() -> None:
    orders = {public_order(KEY, version, range(4)) for version in range(400)}
    assert len(orders) == 24


def test_orders_of_different_labels_differ() -> None:
    assert order(KEY, "a", range(20)) != order(KEY, "b", range(20))
    assert shuffled(KEY, "a", range(20)) != list(range(20))


def test_a_stream_repeats_for_its_label_only() -> None:
    first, again, other = (stream(KEY, label) for label in "aab")
    taken = [next(first) for _ in range(20)]
    assert taken == [next(again) for _ in range(20)]
    assert taken != [next(other) for _ in range(20)]
    assert all(0 <= number < 2**32 for number in taken)


def test_a_deal_costs_little_more_than_its_one_hash() -> None:
    """100,000 deals a second are asked for; a ratio holds on a slow machine too."""
    message = b"paper|final|123456"
    bare = min(timeit.repeat(lambda: hmac.digest(KEY, message, "sha256"), number=2_000, repeat=7))
    whole = min(
        timeit.repeat(
            lambda: deal(KEY, "final", 123_456, 5, books=20, forms=193), number=2_000, repeat=7
        )
    )
    assert whole < 4 * bare
