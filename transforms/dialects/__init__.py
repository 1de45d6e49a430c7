"""Readers of senders' files: from the bytes of a file and its dialect to rows of the pivot form, as text."""
