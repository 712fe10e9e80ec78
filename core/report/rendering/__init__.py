"""The parts that formats of reports share."""
