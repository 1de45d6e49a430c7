"""Decisions: from verdicts to what is released, in cents, and the record that lets a stranger check it."""
