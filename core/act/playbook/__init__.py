"""Playbooks, and the actions that they give each segment."""
