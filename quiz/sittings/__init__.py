"""Live sittings: a hall in step, its phones, hosts and screens."""
