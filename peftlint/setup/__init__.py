"""Setting up a repository for peftlint: what its files should say, from what is there. Pure."""
