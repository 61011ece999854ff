"""The stand-alone check of a published result, in five parts; they are served as one file.

It shares no code with the boards: what both find is found twice.
"""
