"""The public pages of the boards: what everybody may read, drawn once for all who read it."""
