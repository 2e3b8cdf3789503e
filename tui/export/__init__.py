"""Tables leaving the program: one writer per format behind one registry, and safe saving."""
