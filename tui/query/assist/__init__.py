"""Help with filters: completion, facets, why nothing is left."""
