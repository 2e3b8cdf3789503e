"""Making data: templates to fill, tables of one's own taken in, files edited and looked at."""
