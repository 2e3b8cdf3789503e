"""The filter language: words, tree, text."""
