"""Pure steps: frames, bytes and values in, frames and values out. No file, clock, environment, DuckDB or Prefect here."""
