"""Reading: from bytes to accepted rows and faults. What a deposit says, and for whom; nothing is counted here."""
