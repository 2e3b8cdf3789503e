"""Dialogues over the main screen."""
