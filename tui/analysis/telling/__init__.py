"""Records and figures in words."""
