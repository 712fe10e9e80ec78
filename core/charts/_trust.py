"""What the charts behind the verdict say before it is there."""

NOT_YET = "This is being looked into: customers are drawn anew a hundred times."
