"""Measures: which windows and readings a text asks for, and what verdict counts give. Exact arithmetic only."""
