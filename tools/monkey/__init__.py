"""A seeded robot that presses keys in the real explorer, and what it draws them from."""
