"""Invented workspaces: a seed and parameters in, an iterator of `(relative_path, bytes)` out. No file, no clock, no real name.

`workspace` assembles: the sample (small, every case, the same verdicts whatever the seed) and a region of any size.
"""
