"""From a closed round to a published result: counted, checked, signed, and open to anybody's check.

Source: contest regulations, section 12; decision record 14.
"""
