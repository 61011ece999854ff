"""The weekly bulletin of a city or county: one page, made of the reports and the boards."""
