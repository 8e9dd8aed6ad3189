import { Badge, Button, Checkbox, Table, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { asText, Confirm, EmptyState, ErrorState, Fetched, JobProgress, Loading, notify, Panel, Quiet, Stack, useJob, useNames, useView } from "@/shared";
import { type LabelVersion, useCutVersion, useLabelVersions, useProjectChanged, useRestoreVersion, useVersionDiff } from "../api";
import styles from "../projects.module.css";

/** Immutable versions of the project's labels: cut one, see what changed between two, bring one back. */
export function Versions({ project, isLead }: { project: string; isLead: boolean }) {
  const [view, change] = useView((raw) => ({ unnamed: raw.unnamed === true, since: asText(raw.since), version: asText(raw.version) }));
  const query = useLabelVersions(project, !view.unnamed);
  const [restoring, setRestoring] = useState<LabelVersion | null>(null);
  const restore = useRestoreVersion(project);
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      {isLead && <Cut project={project} />}
      <Checkbox label="Unnamed ones too (cut by exports and evaluations)" checked={view.unnamed} onChange={(event) => change({ unnamed: event.currentTarget.checked || undefined }, { replace: true })} />
      {query.isPending ? (
        <Loading what="label versions" />
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : found.length === 0 ? (
        <EmptyState title="No version yet">A version pins the labels as they are, for exports, training and evaluations.</EmptyState>
      ) : (
        <List found={found} isLead={isLead} chosen={view} onCompare={(since, version) => change({ since, version })} onRestore={setRestoring} />
      )}
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          Show older
        </Button>
      )}
      {view.since && view.version && <Difference project={project} since={view.since} version={view.version} nameOf={(id) => found.find((one) => one.id === id)?.name ?? "unnamed"} />}
      <Confirm
        title={`Restore “${restoring?.name ?? "unnamed"}”`}
        action="Restore these labels"
        opened={restoring !== null}
        onClose={() => setRestoring(null)}
        onConfirm={async () => {
          await restore.mutateAsync(restoring?.id ?? "");
          notify("The labels are being put back; the job says how far it is.");
        }}
      >
        Labels that changed since get a new revision with what this version has. Nothing of their history is lost.
      </Confirm>
    </Stack>
  );
}

function List({ found, isLead, chosen, onCompare, onRestore }: { found: readonly LabelVersion[]; isLead: boolean; chosen: { version?: string }; onCompare: (since: string, version: string) => void; onRestore: (one: LabelVersion) => void }) {
  const nameOf = useNames();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Version</Table.Th>
          <Table.Th ta="right">Rows</Table.Th>
          <Table.Th ta="right">Objects</Table.Th>
          <Table.Th>States</Table.Th>
          <Table.Th>Cut</Table.Th>
          <Table.Th aria-label="What to do" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {found.map((one, at) => {
          const before = found[at + 1];
          return (
            <Table.Tr key={one.id}>
              <Table.Td>
                {one.name ?? "unnamed"} {chosen.version === one.id && <Badge>compared</Badge>}
                {one.message && <Quiet>{one.message}</Quiet>}
              </Table.Td>
              <Table.Td ta="right">{(one.rows ?? 0).toLocaleString("en")}</Table.Td>
              <Table.Td ta="right">{(one.objects ?? 0).toLocaleString("en")}</Table.Td>
              <Table.Td>
                {Object.entries(one.states ?? {})
                  .filter(([, count]) => count > 0)
                  .map(([name, count]) => `${count} ${name.replaceAll("_", " ")}`)
                  .join(", ")}
              </Table.Td>
              <Table.Td>
                {new Date(one.created_at ?? 0).toLocaleString()}, {nameOf(one.created_by)}
              </Table.Td>
              <Table.Td>
                {before && (
                  <Button size="compact-xs" variant="subtle" onClick={() => onCompare(before.id, one.id)} aria-label={`Changes in ${one.name ?? "this version"}`}>
                    Changes
                  </Button>
                )}
                {isLead && (
                  <Button size="compact-xs" variant="subtle" onClick={() => onRestore(one)} aria-label={`Restore ${one.name ?? "this version"}`}>
                    Restore
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Difference({ project, since, version, nameOf }: { project: string; since: string; version: string; nameOf: (id: string) => string }) {
  const query = useVersionDiff(project, since, version);
  return (
    <Panel title={`From ${nameOf(since)} to ${nameOf(version)}`}>
      <Fetched query={query} what="what changed">
        {(found) => (
          <>
            <p>
              Items: {found.items_added ?? 0} added, {found.items_changed ?? 0} changed, {found.items_removed ?? 0} removed. Objects: {found.objects_added ?? 0} added, {found.objects_changed ?? 0} changed,{" "}
              {found.objects_removed ?? 0} removed.
            </p>
            <Table maw="36rem">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Class</Table.Th>
                  <Table.Th ta="right">Added</Table.Th>
                  <Table.Th ta="right">Changed</Table.Th>
                  <Table.Th ta="right">Removed</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {(found.classes ?? []).map((one) => (
                  <Table.Tr key={one.class_id}>
                    <Table.Td>{one.name}</Table.Td>
                    <Table.Td ta="right">{one.added}</Table.Td>
                    <Table.Td ta="right">{one.changed}</Table.Td>
                    <Table.Td ta="right">{one.removed}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
      </Fetched>
    </Panel>
  );
}

function Cut({ project }: { project: string }) {
  const cut = useCutVersion(project);
  const changed = useProjectChanged();
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");
  const job = useJob(cut.data?.id, () => void changed());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    cut.mutate({ name: name.trim() || null, message: message.trim() }, { onSuccess: () => setName("") });
  };
  return (
    <Panel title="Cut a version">
      <form onSubmit={submit} className={styles.bar}>
        <TextInput label="Name" w="14rem" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="What it is for" w="22rem" value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
        <Button type="submit" loading={cut.isPending} disabled={!name.trim()}>
          Cut version
        </Button>
      </form>
      {cut.error && <ErrorState error={cut.error} />}
      {job.data && <JobProgress job={job.data} />}
    </Panel>
  );
}
