"""Imports: labels and predictions from files."""
