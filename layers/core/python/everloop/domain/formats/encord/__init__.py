"""Encord's JSON: ontologies (``features``, ``classes``) and label rows (``writing``, ``reading``)."""
