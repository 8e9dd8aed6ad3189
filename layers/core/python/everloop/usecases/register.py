"""Register files: those below a source's root, or those that a list names. A job; repeating it changes nothing and says so.

The plan lists or reads, finds each file's source and folder, and writes manifests; the shards write heads. ``failed`` counts
lines and files that cannot be registered, each with a reason in the report; ``skipped`` files of a folder that claim no medium.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pyroaring import BitMap

from everloop.domain import metadata
from everloop.domain.errors import Invalid, NotFound
from everloop.domain.fields import resolve
from everloop.domain.filters import And, Filter, In, Not, Prefix
from everloop.domain.folders import ROOT
from everloop.domain.formats.registration import Entry, ListFormat, entries, guess
from everloop.domain.ids import ItemId, SetHash, SourceId, content_hash, item_ids
from everloop.domain.jobs import Finish, Job, JobKind, Progress, Shard, ShardPlan
from everloop.domain.principals import Call, Scope
from everloop.domain.registrations import merged, new_items, touched_items
from everloop.domain.sources import UPLOADS, Owners, Source, checked_key
from everloop.media.claims import claimed
from everloop.ports import Index, ObjectFacts, Objects, OpenSource, Selection, Table
from everloop.store import folders, jobs, manifests, sets, settling
from everloop.store import metadata as metadata_store
from everloop.store import sources as source_store
from everloop.store.manifests import Manifests
from everloop.store.mirror import Mirror
from everloop.store.missing import mark_missing
from everloop.store.registration import Listed, Origin, Registered, register

KIND = "register"
CHUNK = 2_000
LIST_BYTES = 100_000_000
SAMPLE = 500
PATIENCE_MS = 30 * 60 * 1_000


def register_folder(
    call: Call,
    source: str,
    *,
    prefix: str = "",
    folder: str | None = None,
    mirror: bool | None = None,
    sync: bool = False,
    table: Table,
) -> Job:
    """Ask for the registration of all files below a source's root whose key begins with ``prefix``.

    Args:
        folder: Where new items go; None: the source's own folder.
        mirror: Whether they go into sub-folders like their keys'; None: as the source says.
        sync: Also mark the items whose file vanished as missing.

    Raises:
        NotFound: No such source or folder.
    """
    found = source_store.get(call.workspace, source, table=table).value
    if source == UPLOADS:
        raise Invalid("Uploads are registered one by one, as they are finished.")
    place = folder or found.folder
    folders.live(call.workspace, place, table=table)
    spec: dict[str, object] = {
        "source": source,
        "prefix": prefix,
        "folder": place,
        "mirror": found.mirror if mirror is None else mirror,
        "sync": sync,
    }
    verb = "Compare" if sync else "Register"
    return jobs.request(call, KIND, title=f"{verb} {found.root}/{prefix}".rstrip("/"), spec=spec, table=table)


def register_list(
    call: Call,
    *,
    list_: bytes | str | Sequence[str | Mapping[str, Any]],
    source: str | None = None,
    format: ListFormat = "auto",  # noqa: A002
    folder: str = ROOT,
    mirror: bool = False,
    table: Table,
    objects: Objects,
) -> Job:
    """Ask for the registration of the files that a list names (``domain.formats.registration``).

    Args:
        list_: The list itself, as bytes or parsed; or the path that ``list_address`` gave and that was written since.
        source: The source whose keys the list may name; addresses find theirs by their root.

    Raises:
        NotFound: No such source, folder or list.
        Invalid: The list is empty or too large.
    """
    if source is not None:
        source_store.get(call.workspace, source, table=table)
    folders.live(call.workspace, folder, table=table)
    if isinstance(list_, str):
        path = list_
        if not path.startswith(f"{call.workspace}/lists/"):
            raise Invalid("This is no path of a list; ask for an address for one first.")
        size = objects.head(path).size_bytes
    else:
        data = list_ if isinstance(list_, bytes) else _as_json(list_)
        path, size = f"{call.workspace}/lists/{content_hash(data)[:40]}", len(data)
        objects.create(path, data)
    if not 0 < size <= LIST_BYTES:
        raise Invalid(f"A list has 1 to {LIST_BYTES:,} bytes; this one has {size:,}. Split it.")
    spec: dict[str, object] = {"list": path, "format": format, "source": source, "folder": folder, "mirror": mirror}
    return jobs.request(call, KIND, title="Register a list of files", spec=spec, table=table)


def list_address(call: Call, *, objects: Objects) -> tuple[str, str]:
    """Where to PUT a list that is too large for a request: (address, the path to name then)."""
    path = f"{call.workspace}/lists/{call.new_id('list')}"
    return objects.presign(path, method="PUT", expires_s=3_600), path


def _as_json(items: Sequence[str | Mapping[str, Any]]) -> bytes:
    try:
        return orjson.dumps({"items": items})
    except TypeError as error:
        raise Invalid(f"The list holds what JSON cannot say: {error}.") from None


# ── the job ───────────────────────────────────────────────────────────────────────────────────────


def registering(*, table: Table, objects: Objects, open_source: OpenSource, index: Index) -> JobKind:
    """The job."""

    def plan(job: Job, call: Call) -> list[ShardPlan]:
        return _plan(job, call, table, objects, open_source, index)

    def run(job: Job, shard: Shard, call: Call, progress: Progress) -> dict[str, Any]:
        if shard.input["what"] == "vanished":
            return _run_vanished(job, shard, call, progress, table, objects, open_source)
        return _run_files(job, shard, call, progress, table, objects)

    def finish(job: Job, shards: Sequence[Shard], call: Call) -> Finish:
        return _finish(job, shards, call, objects)

    def settled(job: Job, call: Call) -> bool:
        if call.now_ms - (job.started_at or 0) > PATIENCE_MS + job.total:  # so much time that a person should look
            return True
        try:
            arrived = index.count(Selection(Scope(call.workspace), *new_items(job.result))) >= job.counts.get("new", 0)
            return arrived and settling.indexed(call.workspace, touched_items(job.result), table=table, index=index)
        except NotFound:  # there is no index yet
            return False

    return JobKind(plan, run, finish, settled)


def _run_files(job: Job, shard: Shard, call: Call, progress: Progress, table: Table, objects: Objects) -> dict[str, Any]:
    """Write the heads of one manifest; a file that it names again counts as unchanged."""
    listed = manifests.files(objects, shard.input["path"])
    once: dict[tuple[str, str], Listed] = {}
    for one in listed:
        once.setdefault((one.source, one.key), one)
    files, origin = list(once.values()), _origin(job, shard, call)
    total = Registered(unchanged=len(listed) - len(files))
    for start in range(0, len(files), CHUNK):
        total.add(register(files[start : start + CHUNK], origin, cause=call.cause, table=table))
        progress(min(len(files), start + CHUNK), total.counts())
    touched = sets.save(objects, call.workspace, total.touched.values()) if total.touched else None
    return {"seqs": merged(total.seqs), "touched": touched, "sample": list(total.touched)[-SAMPLE:]}


def _origin(job: Job, shard: Shard, call: Call) -> Origin:
    """A later lease than the first means that an earlier run may have stopped half-way."""
    restore, again = not job.spec.get("sync"), shard.token > 1
    return Origin(call.workspace, job.id, call.now_ms, restore=restore, again=again, shard=shard.number)


def _run_vanished(
    job: Job, shard: Shard, call: Call, progress: Progress, table: Table, objects: Objects, open_source: OpenSource
) -> dict[str, Any]:
    """Mark the items of one manifest as missing, where they are."""
    missing, gone, origin = 0, manifests.ids(objects, shard.input["path"]), _origin(job, shard, call)
    originals = source_store.Originals(call.workspace, table=table, objects=objects, open_source=open_source)
    for start in range(0, len(gone), CHUNK):
        some = [ItemId(one) for one in gone[start : start + CHUNK]]
        missing += mark_missing(
            some,
            workspace=call.workspace,
            now_ms=call.now_ms,
            mark=origin.mark,
            again=origin.again,
            cause=call.cause,
            table=table,
            originals=originals,
        )
        progress(min(len(gone), start + CHUNK), {"missing": missing})
    return {"sample": gone[-SAMPLE:]}


def _finish(job: Job, shards: Sequence[Shard], call: Call, objects: Objects) -> Finish:
    """Add what the plan counted; name the seqs of the new items, and what was changed: a set, and some by id."""
    planned = manifests.summary(objects, call.workspace, job.id)
    skipped: Mapping[str, int] = planned["skipped"]
    counts = dict.fromkeys(("new", "unchanged", "changed"), 0)
    counts |= {"failed": planned["failed"], "skipped": sum(skipped.values())}
    seqs = merged([tuple(one) for shard in shards for one in (shard.output or {}).get("seqs", ())])
    changed = [SetHash(one) for shard in shards if (one := (shard.output or {}).get("touched"))]
    sample = [item for shard in shards for item in (shard.output or {}).get("sample", ())][-SAMPLE:]
    result: dict[str, Any] = {"skipped_by": dict(skipped), "seqs": seqs, "folder": job.spec["folder"], "sample": sample}
    if changed:
        members = BitMap.union(*(sets.load(objects, call.workspace, one) for one in changed))
        result["touched"] = sets.save(objects, call.workspace, members)
    return Finish(
        result=result,
        counts=counts,
        errors=manifests.report_path(call.workspace, job.id) if planned["failed"] else None,
        settle=bool(seqs or sample),
    )


def _plan(job: Job, call: Call, table: Table, objects: Objects, open_source: OpenSource, index: Index) -> list[ShardPlan]:
    """List or read what is to be registered."""
    made = Manifests(call.workspace, job.id, objects=objects)
    spec = job.spec
    mirror = Mirror(call, spec["folder"], table=table)
    everything = source_store.every(call.workspace, table=table)
    if "list" in spec:
        _plan_list(spec, made, mirror, everything, call, table, objects)
        return made.close()
    source = source_store.get(call.workspace, spec["source"], table=table).value
    listed = _plan_walk(spec, source, made, mirror, Owners(everything), open_source)
    if spec.get("sync"):
        present = set(item_ids(call.workspace, SourceId(source.id), listed))
        made.vanished([item for item in _indexed(call, source.id, spec["prefix"], index) if item not in present])
    return made.close()


# ── planning ──────────────────────────────────────────────────────────────────────────────────────


def _plan_walk(
    spec: Mapping[str, Any], source: Source, made: Manifests, mirror: Mirror, owners: Owners, open_source: OpenSource
) -> list[str]:
    """List the source; the keys that are its own (those of nested sources are registered as theirs)."""
    nested, own, sync = owners.nested(source), list[str](), bool(spec.get("sync"))
    for found in open_source(source.root).list(spec["prefix"]):
        if found.path.endswith("/"):
            made.fail(f"{source.root}/{found.path}", "This folder cannot be opened: permission denied.")
            continue
        media_type = claimed(found.path)
        if media_type is None:
            made.skip(found.path)
            continue
        owner, key = source.id, found.path
        for prefix, other in nested:
            if found.path.startswith(prefix):
                owner, key = other.id, found.path[len(prefix) :]
                break
        else:
            if sync:
                own.append(key)
        _plan_file(found, owner, key, media_type, spec, source, made, mirror)
    return own


def _plan_file(
    found: ObjectFacts,
    owner: str,
    key: str,
    media_type: str,
    spec: Mapping[str, Any],
    source: Source,
    made: Manifests,
    mirror: Mirror,
) -> None:
    try:
        checked_key(key)
    except Invalid as error:
        made.fail(f"{source.root}/{found.path}", error.message)
        return
    place = mirror.folder(key.rpartition("/")[0] if spec["mirror"] else "")
    made.add(Listed(owner, key, place, media_type, found.etag or None, found.size_bytes, found.modified_ms))


def _plan_list(
    spec: Mapping[str, Any],
    made: Manifests,
    mirror: Mirror,
    everything: Sequence[Source],
    call: Call,
    table: Table,
    objects: Objects,
) -> None:
    data = objects.read(spec["list"])
    owners = Owners(everything)
    within = next((one for one in everything if one.id == spec.get("source")), None)
    schema = metadata_store.schema(call.workspace, table=table).value
    text = (guess(data) if spec["format"] == "auto" else spec["format"]) == "csv"
    for entry in entries(data, spec["format"]):
        try:
            if entry.reason:
                raise Invalid(entry.reason)
            source, key = owners.of(entry.uri, within=within)
            meta = _metadata(entry, schema, text=text) if entry.metadata else None
        except Invalid as error:
            made.fail(entry.uri, error.message, line=entry.line)
            continue
        sub = entry.folder.strip("/") if entry.folder else key.rpartition("/")[0] if spec["mirror"] else ""
        made.add(Listed(source.id, key, mirror.folder(sub), claimed(key), metadata=meta))


def _metadata(entry: Entry, schema: metadata.MetadataSchema, *, text: bool) -> dict[str, Any]:
    """An entry's custom metadata as heads keep it. Raises Invalid for what the workspace's schema does not allow."""
    values = dict(entry.metadata or {})
    if text:
        live = schema.live()
        values = {name: metadata.from_text(live[name], cell) if name in live else cell for name, cell in values.items()}
    cleaned = metadata.clean(schema, values)
    if cleaned.embeddings:
        raise Invalid(f"Set {', '.join(sorted(cleaned.embeddings))} once the item is there: lists carry no embeddings.")
    if cleaned.wrong:
        name, reason = next(iter(cleaned.wrong.items()))
        raise Invalid(f"Metadata {name!r}: {reason}")
    return {name: value for name, value in cleaned.meta.items() if value is not None}


def _indexed(call: Call, source: str, prefix: str, index: Index) -> list[ItemId]:
    """The items of a source that the index knows and that are not missing yet."""
    wanted: list[Filter] = [In("source", (source,)), Not(In("state", ("missing",)))]
    if prefix:
        wanted.append(Prefix("key", prefix))
    fields = {name: resolve(name) for name in ("source", "state", "key")}
    return index.scan(Selection(Scope(call.workspace), And(tuple(wanted)), fields)).ids
