"""Deposits in pivot form: the columns of each dataset, and one Pandera model per dataset for the typed rows."""
