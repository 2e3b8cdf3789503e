"""The single file: program, data, themes and dependencies in one archive that Python runs."""
