"""The notice of a decision: what it says, in French, from the record of the decision alone. How it is typeset is elsewhere."""
