"""What is promised: vocabularies, table models, rulebooks and error families. Imports nothing of the project above it."""
