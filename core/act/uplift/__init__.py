"""Effect of a campaign, measured against the people held out."""
