"""What `make bench` runs: regions of several sizes, each command measured in turn on them, and the page `docs/performance.md`."""
