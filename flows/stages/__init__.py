"""The stages of a monthly run, one function each; `flows.run` holds their order."""
