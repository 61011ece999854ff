"""Questions, their versions and tags, and the books of equal papers made of them."""
