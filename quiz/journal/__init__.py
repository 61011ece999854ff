"""The append-only record of what contestants did: how it reaches the disk and is read again.

`queue` is its door. Nothing is imported here: the writer's process loads little and starts quickly.
"""
