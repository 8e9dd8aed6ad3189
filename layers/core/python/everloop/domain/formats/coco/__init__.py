"""COCO JSON: annotations (``reading``, ``writing``) and results (``results``)."""
