"""Grants: what the scale (`bareme`) of a text gives a project, line by line, and how a grant is shared between regions."""
