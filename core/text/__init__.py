"""Numbers and phrases in words; escaping for spreadsheets."""
