"""The API's description of itself: OpenAPI, with every error described once and referred to."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from everloop.entry.http.errors import RESPONSES, Problem


class Api(FastAPI):
    """The app, described."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made once."""
        if self.openapi_schema is None:
            found = super().openapi()
            components = found.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            components["responses"] = {f"Error{status}": answer for status, answer in RESPONSES.items()}
            _refer(found)
        return self.openapi_schema or {}


def _refer(document: dict[str, Any]) -> None:
    errors = {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in RESPONSES}
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"] |= errors
