"""Simulation: what hypotheses would change to a decision, the fewest dossiers that release it, the euros at stake. No rule."""
