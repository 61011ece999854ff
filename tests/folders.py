"""Where tests keep databases that need not outlive the machine."""

import shutil
from pathlib import Path

# The system's own folder in memory. A container's may be too small for a database.
MEMORY = Path("/dev/shm")  # noqa: S108 (folders in it are made by tempfile)
ENOUGH = 2 << 30


def quick() -> str | None:
    """A folder for tempfile whose disk nobody waits for, or None for the usual one.

    Databases stay as careful as they are: there each commit waits for the disk, too, and it is
    there at once. Only a power cut would tell the difference.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH
    return str(MEMORY) if roomy else None
