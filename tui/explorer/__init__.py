"""The explorer: the dataset on a screen, driven by keys."""
