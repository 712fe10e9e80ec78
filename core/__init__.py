"""Tessera without a screen: a file of customers or transactions in, segments out."""
