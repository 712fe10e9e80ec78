"""Customers and images to take along."""
