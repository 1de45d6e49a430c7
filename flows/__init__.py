"""The only folder that knows paths, the clock, connections, Prefect and the command line. No rule of law lives here."""
