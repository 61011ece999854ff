"""Settings, starting and stopping, signing in, the demo: all that knows every app."""
