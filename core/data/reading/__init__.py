"""Files of any kind -> one typed table."""
