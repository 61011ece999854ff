"""Simulated contestants: they join over HTTP and play over sockets, like anybody's phone."""
