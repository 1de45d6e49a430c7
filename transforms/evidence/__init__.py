"""What proves a decision to a stranger: the members of the archive of evidence, and the arithmetic of every amount."""
