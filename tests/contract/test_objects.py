"""The Objects port's contract, over a folder, an S3 server, Azurite (where Node has it) and a GCS emulator (where one is)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import AzureStore, S3Store

from everloop.adapters.folder import FolderObjects
from everloop.adapters.objects import Sources, StoreObjects
from everloop.adapters.signing import ROUTE, SignedPaths
from everloop.domain.errors import Forbidden, Invalid, NotFound, Transient
from everloop.ports import Objects
from tests.services import ports

KEY = b"a key of at least sixteen bytes"
AZURITE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
AZURITE_ACCOUNT = "devstoreaccount1"
AZURITE = "3.37.0"


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    client.create_bucket(Bucket="contract")
    client.close()
    yield url
    server.stop()


def s3_config(url: str) -> dict[str, object]:
    return {
        "endpoint": url,
        "region": "us-east-1",
        "access_key_id": "a",
        "secret_access_key": "b",
        "client_options": {"allow_http": True},
    }


@pytest.fixture(scope="module")
def azure_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    program = azurite()
    port = ports.take()
    folder = tmp_path_factory.mktemp("azurite")
    command = [program, "--silent", "--skipApiVersionCheck", "--blobPort", str(port), "--location", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    config: dict[str, object] = {
        "account_name": AZURITE_ACCOUNT,
        "account_key": AZURITE_KEY,
        "endpoint": f"http://127.0.0.1:{port}/{AZURITE_ACCOUNT}",
        "client_options": {"allow_http": True},
    }
    try:
        make_container(config, port)
        yield config
    finally:
        server.kill()  # it would wait for connections that the client keeps alive
        server.wait(10)


def azurite() -> str:
    """The program azurite-blob: on the PATH, or installed once into the tests' cache where npm is."""
    if found := shutil.which("azurite-blob"):
        return found
    cache = ports.cache()
    home = cache / f"azurite-{AZURITE}"
    program = home / "node_modules/.bin/azurite-blob"
    npm = shutil.which("npm")
    if not program.exists():
        if npm is None:
            pytest.skip("Azurite needs Node and npm, which are not here")
        with tempfile.TemporaryDirectory(dir=cache) as fresh:
            command = [npm, "install", "--prefix", fresh, "--no-audit", "--no-fund", f"azurite@{AZURITE}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
            if done.returncode:
                pytest.skip(f"Azurite cannot be installed here: {done.stderr.strip()[-200:]}")
            if not home.exists():
                shutil.copytree(fresh, home, symlinks=True)
    return str(program)


def make_container(config: dict[str, object], port: int) -> None:
    """obstore cannot create containers: PUT ?restype=container with an account SAS made by obstore's own signer is refused,
    so the request is signed here (Shared Key).
    """
    import base64
    import hashlib
    import hmac
    from email.utils import formatdate

    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    date = formatdate(usegmt=True)
    canonical = f"/{AZURITE_ACCOUNT}/{AZURITE_ACCOUNT}/contract\nrestype:container"
    text = "PUT" + "\n" * 12 + f"x-ms-date:{date}\nx-ms-version:2021-12-02\n" + canonical
    seal = base64.b64encode(hmac.digest(base64.b64decode(AZURITE_KEY), text.encode(), hashlib.sha256)).decode()
    request = urllib.request.Request(
        f"{config['endpoint']}/contract?restype=container",
        method="PUT",
        headers={
            "x-ms-date": date,
            "x-ms-version": "2021-12-02",
            "Authorization": f"SharedKey {AZURITE_ACCOUNT}:{seal}",
            "Content-Length": "0",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201


@pytest.fixture(params=["folder", "s3", "azure", "gcs"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    place = f"at-{os.urandom(4).hex()}"
    match request.param:
        case "folder":
            return FolderObjects(tmp_path / "store", signed=SignedPaths(KEY))
        case "s3":
            return StoreObjects(S3Store("contract", prefix=place, **s3_config(request.getfixturevalue("s3_url"))))
        case "azure":
            return StoreObjects(AzureStore("contract", prefix=place, **request.getfixturevalue("azure_config")))
        case _:
            pytest.skip("no GCS emulator is in the packages we install; GCS shares the obstore adapter with S3 and Azure")


ODD_NAMES = ["a b#c%20?.jpg", "é/ü.png", "x=1&y=2", "[a]{b}'\"", "日本/語.jpg", "dot.ted/name..jpg"]


def test_what_is_written_is_read_whole_and_in_ranges(objects: Objects) -> None:
    facts = objects.write("a/b.bin", b"0123456789")
    assert (facts.path, facts.size_bytes) == ("a/b.bin", 10)
    assert objects.read("a/b.bin") == b"0123456789"
    assert objects.read("a/b.bin", start=3, length=4) == b"3456"
    assert objects.read("a/b.bin", start=7) == b"789"
    assert objects.read("a/b.bin", start=8, length=50) == b"89"
    assert objects.read("a/b.bin", start=10) == b""


def test_a_file_and_a_stream_are_written_as_bytes_are(objects: Objects, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 100_000)
    assert objects.write("from/file", source).size_bytes == 100_000
    assert objects.write("from/stream", iter([b"ab", b"", b"cd"])).size_bytes == 4
    target = tmp_path / "target"
    objects.download("from/file", target)
    assert target.read_bytes() == source.read_bytes()


def test_an_empty_object_is_an_object(objects: Objects) -> None:
    assert objects.write("empty", b"").size_bytes == 0
    assert objects.read("empty") == b""


def test_create_happens_once(objects: Objects) -> None:
    assert objects.create("once", b"first")
    assert not objects.create("once", b"second")
    assert objects.read("once") == b"first"


@pytest.mark.parametrize("count", [1, 40])
def test_many_are_created_at_once_and_what_is_there_stays(objects: Objects, count: int) -> None:
    objects.write("many/0", b"there")
    objects.create_many({f"many/{n}": b"%d" % n for n in range(count)} | {"other/place": b""})
    assert objects.read("many/0") == b"there"
    assert all(objects.read(f"many/{n}") == b"%d" % n for n in range(1, count))
    assert len(list(objects.list())) == count + 1
    with pytest.raises(Invalid):
        objects.create_many({"../x": b"x"})


def test_writing_again_overwrites_and_changes_the_etag(objects: Objects) -> None:
    before = objects.write("again", b"one")
    after = objects.write("again", b"three")
    assert objects.read("again") == b"three"
    assert before.etag != after.etag
    assert objects.head("again").etag == after.etag


def test_what_is_absent_is_not_found(objects: Objects, tmp_path: Path) -> None:
    objects.write("folder/file", b"x")
    for absent in ("nothing", "folder/nothing", "folder"):
        with pytest.raises(NotFound):
            objects.read(absent)
        with pytest.raises(NotFound):
            objects.head(absent)
    with pytest.raises(NotFound):
        objects.download("nothing", tmp_path / "target")
    objects.delete("nothing")


def test_delete_removes(objects: Objects) -> None:
    objects.write("gone", b"x")
    objects.delete("gone")
    with pytest.raises(NotFound):
        objects.head("gone")
    assert list(objects.list()) == []


def test_a_listing_names_each_object_once_with_its_facts(objects: Objects) -> None:
    for name in ODD_NAMES:
        objects.write(name, name.encode())
    listed = list(objects.list())
    assert sorted(facts.path for facts in listed) == sorted(ODD_NAMES)
    for facts in listed:
        assert facts == objects.head(facts.path)
        assert objects.read(facts.path) == facts.path.encode()


def test_a_listing_keeps_to_its_prefix_and_begins_after(objects: Objects) -> None:
    for name in ("a/1", "a/2", "a/3", "ab/1", "b"):
        objects.write(name, b"x")
    assert sorted(facts.path for facts in objects.list("a/")) == ["a/1", "a/2", "a/3"]
    assert sorted(facts.path for facts in objects.list("a")) == ["a/1", "a/2", "a/3", "ab/1"]
    assert sorted(facts.path for facts in objects.list("a/", after="a/1")) == ["a/2", "a/3"]
    assert list(objects.list("none/")) == []


def test_a_path_that_leaves_the_root_is_invalid(objects: Objects) -> None:
    for path in ("../x", "a/../../x", "a//b"):
        with pytest.raises(Invalid):
            objects.read(path)
        with pytest.raises(Invalid):
            objects.write(path, b"x")


def test_a_presigned_address_reads_and_writes_one_object(objects: Objects) -> None:
    azure = isinstance(objects, StoreObjects) and isinstance(objects.store, AzureStore)
    name = "plain.bin" if azure else "a b/c#.bin"  # obstore signs Azure's escaped name, Azure checks the plain one
    objects.write(name, b"signed")
    address = objects.presign(name, expires_s=600)
    put = objects.presign("put/here", method="PUT", expires_s=600)
    if isinstance(objects, FolderObjects):
        signed = SignedPaths(KEY)
        assert signed.open(address.removeprefix(ROUTE)).path == name
        assert signed.open(put.removeprefix(ROUTE)).method == "PUT"
        return
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.read() == b"signed"
    headers = {"x-ms-blob-type": "BlockBlob", "Content-Type": "application/octet-stream"}
    request = urllib.request.Request(put, data=b"put", method="PUT", headers=headers)
    with urllib.request.urlopen(request, timeout=10):
        assert objects.read("put/here") == b"put"


# ── What only folders can hold ────────────────────────────────────────────────────────────────────


def test_a_walk_hides_nothing_and_stops_at_nothing(tmp_path: Path) -> None:
    names = [b"tab\there.jpg", b"new\nline.png", b"hash#1.jpg", b"latin-\xe9.jpg", b"back\\slash", b".hidden"]
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in names:
        (inner / os.fsdecode(name)).write_bytes(b"pixels")
    (inner / "private\U0010dcff.jpg").write_bytes(b"pixels")
    (tmp_path / "dangling.jpg").symlink_to("nowhere")
    (tmp_path / "self.jpg").symlink_to("self.jpg")
    (inner / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.jpg")
    objects = FolderObjects(tmp_path)
    listed = {facts.path: facts for facts in objects.list()}
    assert len(listed) == len(names) + 4
    for path, facts in listed.items():
        path.encode("utf-8")
        if path.startswith("inner/"):
            assert objects.read(path) == b"pixels"
            assert objects.head(path) == facts
    for path in ("dangling.jpg", "self.jpg", "pipe.jpg"):
        assert listed[path].size_bytes == 0
        with pytest.raises(NotFound):
            objects.read(path)


def test_a_symlinked_folder_is_followed_and_its_real_place_preferred(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep/a.jpg").write_bytes(b"a")
    (root / "real").mkdir(parents=True)
    (root / "real/b.jpg").write_bytes(b"b")
    (root / "0link").symlink_to(outside, target_is_directory=True)
    (root / "again").symlink_to(root / "real", target_is_directory=True)
    assert sorted(facts.path for facts in FolderObjects(root).list()) == ["0link/deep/a.jpg", "real/b.jpg"]


def test_the_houses_own_data_is_in_no_listing_of_a_folder_around_it(tmp_path: Path) -> None:
    own = tmp_path / "pictures/.everloop"
    FolderObjects(own / "objects").write("thumbnails/a.jpg", b"x")
    (tmp_path / "pictures/b.jpg").write_bytes(b"b")
    assert [facts.path for facts in Sources(hidden=own)(f"file://{tmp_path}/pictures").list()] == ["b.jpg"]


def test_a_folder_that_is_away_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(FolderObjects(tmp_path / "away").list())


def test_a_folder_that_cannot_be_opened_is_listed(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root opens every folder")
    (tmp_path / "locked").mkdir(mode=0o000)
    assert [facts.path for facts in FolderObjects(tmp_path).list()] == ["locked/"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    objects = FolderObjects(tmp_path)
    with pytest.raises(Transient):
        objects.write("a", broken())
    assert list(objects.list()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_signed_path_is_good_for_its_file_until_it_expires(tmp_path: Path) -> None:
    now = [1_000.0]
    signed = SignedPaths(KEY, now_s=lambda: now[0])
    address = FolderObjects(tmp_path, signed=signed).presign("a.jpg", expires_s=60)
    token = address.removeprefix(ROUTE)
    assert signed.open(token).root == str(tmp_path)
    with pytest.raises(Forbidden):
        SignedPaths(b"another key of sixteen").open(token)
    for forged in ("", "x", token[:-1], "A" + token, token + "é"):
        with pytest.raises(Forbidden):
            signed.open(forged)
    now[0] += 200
    with pytest.raises(Forbidden):
        signed.open(token)


# ── Opening sources ───────────────────────────────────────────────────────────────────────────────


def test_a_source_is_opened_by_its_address(tmp_path: Path, s3_url: str) -> None:
    sources = Sources(config={"s3": s3_config(s3_url)})
    (tmp_path / "a b.jpg").write_bytes(b"folder")
    assert sources(f"file://{tmp_path}").read("a b.jpg") == b"folder"
    sources("s3://contract/deep/place/").write("x.jpg", b"bucket")
    assert sources("s3://contract").read("deep/place/x.jpg") == b"bucket"
    for wrong in ("http://host/x", "s3://", "file:relative", "az://account", "nothing", "s3://bucket/a//b"):
        with pytest.raises(Invalid):
            sources(wrong)


def test_a_house_without_folders_opens_none() -> None:
    with pytest.raises(Invalid):
        Sources(folders=False)("file:///etc")


def test_a_server_that_does_not_answer_is_transient() -> None:
    retry = {"max_retries": 0}
    store = S3Store("contract", **s3_config(f"http://127.0.0.1:{ports.take()}"), retry_config=retry)
    with pytest.raises(Transient):
        StoreObjects(store).read("x")


def test_keys_that_obstore_cannot_say_are_listed_among_the_others(s3_url: str) -> None:
    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    keys = ["a/1.jpg", "a//b.jpg", "a/./c.jpg", "a/new\tline.jpg", "a/z é.jpg", "a/marker/", "b.jpg"]
    for key in keys:
        client.put_object(Bucket="contract", Key=f"odd/{key}", Body=b"xy")
    client.close()
    store = StoreObjects(S3Store("contract", prefix="odd", **s3_config(s3_url)))
    found = {one.path: one for one in store.list()}
    assert sorted(found) == sorted(key.rstrip("/") for key in keys)
    assert found["b.jpg"] == store.head("b.jpg"), "facts are the same either way"
    assert {one.path for one in store.list("a/")} == {key.rstrip("/") for key in keys if key != "b.jpg"}
    with pytest.raises(Invalid, match="a//b"):
        store.head("a//b.jpg")


def test_a_browser_may_keep_what_is_written_once(s3_url: str) -> None:
    StoreObjects(S3Store("contract", **s3_config(s3_url))).create("thumbnails/ab", b"picture")  # type: ignore[arg-type]
    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    assert client.head_object(Bucket="contract", Key="thumbnails/ab")["CacheControl"] == "max-age=31536000, immutable"
    client.close()
