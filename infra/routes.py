"""Which routes scan columns: they go to a function of their own, with DuckDB. A test compares them with the app's routes."""

from __future__ import annotations

COLUMNS: tuple[tuple[str, str], ...] = (
    ("POST", "/api/v1/collections"),
    ("POST", "/api/v1/collections/{collection_id}/restore"),
    ("POST", "/api/v1/collections/{collection_id}/versions"),
    ("POST", "/api/v1/evaluations"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/classes"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/confusion"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/curve"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/failures"),
    ("POST", "/api/v1/evaluations/{evaluation_id}/failures/collect"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/items/{item_id}/pairs"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/matches"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/outcomes"),
    ("GET", "/api/v1/evaluations/{evaluation_id}/slices"),
    ("GET", "/api/v1/items/{item_id}/predictions/{set_id}"),
    ("POST", "/api/v1/maps/{map_id}/lasso"),
    ("POST", "/api/v1/maps/{map_id}/points"),
    ("POST", "/api/v1/metadata/jobs"),
    ("POST", "/api/v1/projects/{project_id}/exports"),
    ("GET", "/api/v1/projects/{project_id}/label-versions/{version_id}/diff"),
    ("GET", "/api/v1/projects/{project_id}/label-versions/{version_id}/items/{item_id}"),
    ("POST", "/api/v1/search"),
    ("POST", "/api/v1/search/facets"),
    ("POST", "/api/v1/search/histogram"),
    ("POST", "/api/v1/search/order"),
    ("POST", "/api/v1/search/similar"),
    ("POST", "/api/v1/search/stats"),
    ("POST", "/api/v1/search/text"),
    ("POST", "/api/v1/sets"),
)
