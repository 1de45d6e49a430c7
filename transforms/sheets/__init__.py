"""Sheets of any workbook that is written: what a cell holds and looks like, and the bytes of the file."""
