"""The regulations of playing: pure, without Django, clock or chance."""
