"""What a run is compared with: programs that do less, or the same by hand, on the same files."""
