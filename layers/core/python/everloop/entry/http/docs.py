"""The API's documentation as one page of plain HTML, made from the app's own OpenAPI: no script, no network."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from everloop.entry.http.access import needs

router = APIRouter(include_in_schema=False)

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 6rem }
h1 { margin-bottom: 0 } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line) }
nav a { margin-right: 1rem } code, pre { font: 14px/1.4 ui-monospace, monospace }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; border-radius: 6px }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem }
summary { cursor: pointer } summary b { display: inline-block; min-width: 4.5rem }
.muted { opacity: .75 }
"""


@router.get("/", dependencies=[needs("public")])
def root() -> RedirectResponse:
    """The address itself shows the documentation."""
    return RedirectResponse("/docs")


@router.get("/docs", dependencies=[needs("public")])
def documentation(request: Request) -> HTMLResponse:
    """The page."""
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(page(request.app.openapi()), headers=policy)


def page(spec: dict[str, Any]) -> str:
    """The page of an OpenAPI document."""
    by_tag: dict[str, list[str]] = {}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["other"])[0]
            by_tag.setdefault(tag, []).append(_operation(spec, path, method, operation))
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in by_tag)
    parts = "".join(f'<h2 id="{escape(tag)}">{escape(tag.capitalize())}</h2>{"".join(found)}' for tag, found in by_tag.items())
    info = spec["info"]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(info['title'])} API</title><style>{STYLE}</style>"
        f"<h1>{escape(info['title'])}</h1>"
        f"<p class=muted>{escape(info.get('summary', ''))} Version {escape(info['version'])}.</p>"
        f"<p>Send a token as <code>Authorization: Bearer …</code> (make one with <code>everloop token create</code>). The same "
        f"calls are in the Python client <code>everloop.Client</code> and in the command <code>everloop</code>. <a "
        f'href="/api/v1/openapi.json">OpenAPI 3.1</a></p><nav>{links}</nav>{parts}</html>'
    )


def _operation(spec: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> str:
    said = operation.get("description") or operation.get("summary") or ""
    first, _, rest = said.partition("\n")
    needed = operation.get("x-needs", "")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    parameters = "".join(
        f"<li><code>{escape(one['name'])}</code> <span class=muted>{escape(one['in'])}"
        f"{', required' if one.get('required') else ''}</span> {escape(one.get('description', ''))}</li>"
        for one in operation.get("parameters", [])
    )
    return (
        f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> — {escape(first)}</summary>"
        f"<p>{escape(rest)}</p><p class=muted>Operation <code>{escape(operation.get('operationId', ''))}</code>"
        f"{f' · needs {escape(str(needed))}' if needed else ''}</p>"
        f"{f'<ul>{parameters}</ul>' if parameters else ''}"
        f"{f'<pre>{escape(json.dumps(_example(spec, body), indent=2))}</pre>' if body else ''}</details>"
    )


def _example(spec: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> object:
    """What a body looks like: names with the type of each value."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name if depth > 3 else _example(spec, spec["components"]["schemas"][name], depth + 1)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _example(spec, schema[key][0], depth + 1)
    if schema.get("type") == "array":
        return [_example(spec, schema.get("items", {}), depth + 1)]
    if "properties" in schema:
        return {name: _example(spec, one, depth + 1) for name, one in schema["properties"].items()}
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    return schema.get("type", "any")
