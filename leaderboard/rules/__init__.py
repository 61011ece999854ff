"""The regulations of ranking and counting: pure, without Django, clock or chance."""
