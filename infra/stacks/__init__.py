"""Stacks by lifetime; each depends only on those to its left: storage, search, pipeline, identity, api, web, observability."""
