"""The content of a report, whatever its format."""
