"""What sets segments apart: markers, rules, names, sentences, and which earlier segment each continues."""
