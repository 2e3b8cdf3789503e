"""AIF Explorer: the EU's AI Factories in a terminal, filtered, checked and exported."""

__version__ = "0.1.0"
