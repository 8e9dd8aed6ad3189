import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { asNumber, Columns, Confirm, DATA, FetchedPage, Figure, Figures, notify, notifyError, Page, Panel, Quiet, SetItems, setSearch, Stack, useView } from "@/shared";
import { type Collection as Found, useChange, useCollection, useMakeDataset, useRestore } from "./api";
import { Difference } from "./parts/Difference";
import { History } from "./parts/History";

/** One collection: what is in it, how it came to be so, and what to make of it. */
export default function Collection() {
  const { collectionId } = useParams({ strict: false }) as { collectionId: string };
  const query = useCollection(collectionId);
  return (
    <FetchedPage query={query} what="the collection" title="Collection" list={{ to: "/collections", title: "To the collections" }}>
      {(found) => <Shown found={found} />}
    </FetchedPage>
  );
}

function Shown({ found }: { found: Found }) {
  const [view, change] = useView((raw) => ({ before: asNumber(raw.before), after: asNumber(raw.after) }));
  const [restoring, setRestoring] = useState<number | null>(null);
  const navigate = useNavigate();
  const restore = useRestore(found.id);
  const archive = useChange(found.id);
  const dataset = useMakeDataset();
  const version = found.version ?? 1;
  const makeDataset = () =>
    dataset.mutate(
      { title: found.name, collection: found.id, version },
      { onSuccess: (made) => notify(`Dataset “${made.title}” pins version ${version}.`, { action: { label: "Make a project of it", run: () => void navigate({ to: "/projects/new", search: { dataset: made.id } as never }) } }), onError: notifyError },
    );
  return (
    <Page
      title={found.name}
      actions={
        <>
          <Button component={Link} to={DATA} search={setSearch(found.members ?? "") as never} variant="default">
            Show in explorer
          </Button>
          <Button component={Link} to="/projects/new" search={{ collection: found.id } as never}>
            Make a project
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} />}>
                More
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={makeDataset}>Make a dataset</Menu.Item>
              <Menu.Item onClick={() => archive.mutate({ archived: !found.archived }, { onError: notifyError })}>{found.archived ? "Take out of the archive" : "Archive"}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Stack>
        {found.description && <Quiet>{found.description}</Quiet>}
        <Figures>
          <Figure name="Items" value={(found.items ?? 0).toLocaleString("en")} />
          <Figure name="Version" value={version} />
          <Figure name="State" value={found.archived ? "archived" : "in use"} />
        </Figures>
        <Columns>
          <Panel title="History">
            <History id={found.id} head={version} chosen={view} onCompare={(before, after) => change({ before, after })} onRestore={setRestoring} />
          </Panel>
          <Panel title={view.after ? `Version ${view.before} → ${view.after}` : "Items"}>
            {view.before !== undefined && view.after !== undefined ? (
              <Difference id={found.id} before={view.before} after={view.after} onClose={() => change({ before: undefined, after: undefined })} />
            ) : (
              <SetItems set={found.members ?? ""} what="items" />
            )}
          </Panel>
        </Columns>
      </Stack>
      <Confirm
        title={`Restore version ${restoring}`}
        action={`Restore version ${restoring}`}
        opened={restoring !== null}
        onClose={() => setRestoring(null)}
        onConfirm={() => restore.mutateAsync({ version: restoring ?? 1, parent: version })}
      >
        A new version with the items of version {restoring} is put on top. Nothing of the history is lost.
      </Confirm>
    </Page>
  );
}
