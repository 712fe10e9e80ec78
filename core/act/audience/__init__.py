"""Lists of people for campaign tools."""
