"""Reports of people and papers by region, cohort, unit and day: kept while the journal grows, so
that reading one adds nothing up."""
