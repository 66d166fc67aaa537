"""What leaves on paper or as a workbook: drawn from values, by templates in files."""
