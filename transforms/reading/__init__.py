"""Reading: from bytes to typed rows and faults, for the GRADeS register, FINESS and the deposits; nothing is counted here."""
