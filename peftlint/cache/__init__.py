"""What was read of a file, kept from run to run. Nothing here depends on any other file, or on the configuration."""
