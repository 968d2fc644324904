"""Text → value: what an address, a date, a venue, a list of names or a BibTeX block says."""
