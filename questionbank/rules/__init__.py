"""What questions, books and draws must be: pure, without Django, clock or chance."""
