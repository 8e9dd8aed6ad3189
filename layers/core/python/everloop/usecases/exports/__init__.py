"""Exports: labels of a project as a file, pinned to a label version."""
