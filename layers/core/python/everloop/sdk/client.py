"""The Python client: ``Client("http://127.0.0.1:8700", token)`` or ``Client.local(".everloop")``."""

from __future__ import annotations

from pathlib import Path

import httpx

from everloop.sdk import local
from everloop.sdk.collections import Collections
from everloop.sdk.datasets import Datasets
from everloop.sdk.dead_letters import DeadLetters
from everloop.sdk.evaluations import Evaluations
from everloop.sdk.exports import Exports
from everloop.sdk.folders import Folders
from everloop.sdk.imports import Imports
from everloop.sdk.index import SearchIndex
from everloop.sdk.issues import Issues
from everloop.sdk.items import Items
from everloop.sdk.jobs import Jobs
from everloop.sdk.label_versions import LabelVersions
from everloop.sdk.labels import Labels
from everloop.sdk.maps import Duplicates, Maps
from everloop.sdk.members import Members
from everloop.sdk.metadata import Metadata
from everloop.sdk.models import Models, PredictionSets
from everloop.sdk.ontologies import Ontologies
from everloop.sdk.projects import Projects
from everloop.sdk.search import Search, Sets
from everloop.sdk.sources import Sources
from everloop.sdk.tasks import Tasks
from everloop.sdk.tokens import Tokens
from everloop.sdk.transport import Transport
from everloop.sdk.uploads import Uploads


class Client:
    """Everloop from Python: the same use cases as the API and the command, with the same models.

    Attributes are one per noun: ``client.jobs.wait(job)``, ``client.folders.create("Yard")``.
    """

    def __init__(self, url: str, token: str, *, timeout_s: float = 30.0, transport: httpx.BaseTransport | None = None) -> None:
        self.http = Transport(url, token, timeout_s=timeout_s, transport=transport)
        self.tokens = Tokens(self.http)
        self.metadata = Metadata(self.http)
        self.members = Members(self.http)
        self.folders = Folders(self.http)
        self.jobs = Jobs(self.http)
        self.duplicates = Duplicates(self.http)
        self.maps = Maps(self.http)
        self.sources = Sources(self.http)
        self.uploads = Uploads(self.http)
        self.items = Items(self.http)
        self.index = SearchIndex(self.http)
        self.collections = Collections(self.http)
        self.sets = Sets(self.http)
        self.search = Search(self.http)
        self.labels = Labels(self.http)
        self.label_versions = LabelVersions(self.http)
        self.ontologies = Ontologies(self.http)
        self.datasets = Datasets(self.http)
        self.projects = Projects(self.http)
        self.tasks = Tasks(self.http)
        self.issues = Issues(self.http)
        self.dead_letters = DeadLetters(self.http)
        self.evaluations = Evaluations(self.http)
        self.models = Models(self.http)
        self.prediction_sets = PredictionSets(self.http)
        self.imports = Imports(self.http)
        self.exports = Exports(self.http)

    @classmethod
    def local(cls, data: Path | str | None = None) -> Client:
        """A client of a data folder's server as the folder's owner; the server is started where none runs.

        Args:
            data: The data folder; None: EVERLOOP_DATA, or ``.everloop`` here.

        Raises:
            Transient: The server does not start.
        """
        folder = local.data_folder(data)
        return cls(local.served(folder), local.owner_token(folder))

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
