import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.keyed import keyed_hash


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_it_is_hmac_sha_256(key: bytes, message: bytes) -> None:
    assert keyed_hash(key, message) == hmac.digest(key, message, "sha256")


@pytest.mark.parametrize("size", [0, 63, 64, 65])
def test_keys_around_the_length_of_a_block_are_padded_or_hashed(size: int) -> None:
    assert keyed_hash(b"k" * size, b"m") == hmac.digest(b"k" * size, b"m", "sha256")


def test_an_earlier_message_leaves_nothing_behind() -> None:
    first = keyed_hash(b"key", b"one")
    keyed_hash(b"key", b"two")
    assert keyed_hash(b"key", b"one") == first


def test_the_published_example_comes_out() -> None:
    """RFC 4231, test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash(b"Jefe", b"what do ya want for nothing?").hex() == expected
