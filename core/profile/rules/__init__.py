"""Rules in at most three conditions that find a segment again."""
