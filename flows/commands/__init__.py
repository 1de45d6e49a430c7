"""One small file per command: it calls the engine and shows what comes back. Options and help are in `flows/cli.py`."""
