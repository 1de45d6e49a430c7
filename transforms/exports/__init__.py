"""What is published beside the base, made of its rows alone: a workbook, Parquet copies, the national pre-feed."""
