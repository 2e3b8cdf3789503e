"""Claims re-computed: rules, measures, verdicts."""
