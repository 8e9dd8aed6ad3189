"""``everloop search``: items by filter, words, likeness; counts; sets."""

from __future__ import annotations

from typing import Annotated

import typer

from everloop.domain.curation import DuplicateMethod, ProjectionMethod
from everloop.entry.cli import output
from everloop.entry.cli.choices import Filter, Ids, OfSet, parsed
from everloop.entry.cli.options import Data, Json
from everloop.entry.cli.session import client
from everloop.sdk.search import Pictures

app = typer.Typer(no_args_is_help=True, help="Find items by filter, words or likeness; count them; keep them as sets.")

COLUMNS = ("id", "name", "state", "width", "height", "folder")
Limit = Annotated[int, typer.Option(min=1, max=1_000, help="How many at most.")]


@app.command()
def items(
    where: Filter = None,
    sort: Annotated[str | None, typer.Option(help='A field; "-" before it: descending.')] = None,
    limit: Limit = 50,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Items that pass a filter."""
    with client(data) as everloop:
        output.show(everloop.search.first(parsed(where), sort=sort, limit=limit), as_json=as_json, columns=COLUMNS)


@app.command()
def count(where: Filter = None, data: Data = None, as_json: Json = False) -> None:
    """How many items pass a filter."""
    with client(data) as everloop:
        output.show({"items": everloop.search.count(parsed(where))}, as_json=as_json)


@app.command()
def text(words: str, where: Filter = None, limit: Limit = 20, data: Data = None, as_json: Json = False) -> None:
    """Items that look like what the words say; none where nothing does."""
    with client(data) as everloop:
        _show(everloop.search.text(words, parsed(where), limit=limit), as_json=as_json)


@app.command()
def similar(
    item: str,
    where: Filter = None,
    space: Annotated[str, typer.Option(help="The vector space.")] = "lite0",
    limit: Limit = 20,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The items most like one."""
    with client(data) as everloop:
        _show(everloop.search.similar(item, space=space, where=parsed(where), limit=limit), as_json=as_json)


@app.command()
def facets(fields: list[str], where: Filter = None, limit: Limit = 20, data: Data = None, as_json: Json = False) -> None:
    """How many items have each value of some fields."""
    with client(data) as everloop:
        found = everloop.search.facets(*fields, where=parsed(where), limit=limit)
        rows = [{"field": f, "value": v, "items": n} for f, values in found.items() for v, n in values.items()]
        output.show(found if as_json else rows, as_json=as_json, columns=("field", "value", "items"))


@app.command()
def histogram(
    field: str,
    where: Filter = None,
    bins: Annotated[int, typer.Option(min=1, max=200)] = 10,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """How many items have a value of a field in each range."""
    with client(data) as everloop:
        found = everloop.search.histogram(field, where=parsed(where), bins=bins)
        ranges = zip(found.edges, found.edges[1:], found.counts, strict=False)
        rows = [{"from": low, "to": high, "items": items} for low, high, items in ranges]
        output.show(found if as_json else rows, as_json=as_json, columns=("from", "to", "items"))


@app.command()
def fields(data: Data = None, as_json: Json = False) -> None:
    """Every field that may be named."""
    with client(data) as everloop:
        output.show(everloop.search.fields(), as_json=as_json, columns=("name", "kind", "title", "unit"))


@app.command("set")
def set_(
    item: Ids = None,
    where: Filter = None,
    of_set: OfSet = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Keep items as a set, for the filter {"set": hash}."""
    with client(data) as everloop:
        output.show(everloop.sets.create(ids=item, where=parsed(where), of_set=of_set), as_json=as_json)


@app.command()
def duplicates(
    method: Annotated[list[DuplicateMethod] | None, typer.Option(help="phash, lite0; both without it.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Group near-duplicates anew (items that came since have no group) and wait; see: search facets duplicates.phash."""
    with client(data) as everloop, output.progress("comparing", quiet=as_json) as bar:
        done = everloop.jobs.wait(everloop.duplicates.find(*(method or ())), progress=bar)
        output.show(done, as_json=as_json, columns=("id", "title", "state", "counts"))


@app.command("map")
def map_(
    space: Annotated[str, typer.Option(help="The vector space.")] = "lite0",
    method: ProjectionMethod = ProjectionMethod.AUTO,
    seed: int = 0,
    name: str = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a 2-D map of a vector space and wait for it."""
    with client(data) as everloop, output.progress("mapping", quiet=as_json) as bar:
        asked = everloop.maps.create(space=space, method=method, seed=seed, name=name)
        everloop.jobs.wait(asked.job, progress=bar)
        output.show(everloop.maps.get(asked.id), as_json=as_json, columns=("id", "name", "space", "method", "items", "bounds"))


def _show(found: Pictures, *, as_json: bool) -> None:
    if not found and found.reason and not as_json:
        output.line(found.reason)
        return
    output.show(found, as_json=as_json, columns=("id", "name", "score", "width", "height"))
