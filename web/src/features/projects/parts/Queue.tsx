import { Badge, Button, Checkbox, Menu, NumberInput, Select, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { asOneOf, asText, EmptyState, ErrorState, Loading, notify, notifyError, numberOf, taskPath, useMembers, useNames, useView } from "@/shared";
import { type Project, type Task, useBulk, useItemsById, useProjectMembers, useReleaseTask, useTasks } from "../api";
import styles from "../projects.module.css";

const STATUSES = ["new", "assigned", "released", "skipped", "reopened", "completed", "archived"] as const;

/** The project's tasks, filtered by the address; leads act on the chosen ones. */
export function Queue({ found, isLead }: { found: Project; isLead: boolean }) {
  const [view, change] = useView((raw) => ({ stage: asText(raw.stage), status: asOneOf(raw.status, STATUSES), assignee: asText(raw.assignee) }));
  const query = useTasks(found.id, view);
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const stages = found.graph?.stages ?? [];
  const people = usePeopleOf(found.id);
  const set = (part: Partial<typeof view>) => {
    setChosen(new Set());
    change(part, { replace: true });
  };
  const items = tasks.filter((one) => chosen.has(one.id)).map((one) => one.item);
  return (
    <>
      <div className={styles.bar}>
        <Select label="Stage" clearable allowDeselect w="10rem" placeholder="Every stage" data={stages.map((one) => ({ value: one.id, label: one.title }))} value={view.stage ?? null} onChange={(stage) => set({ stage: stage ?? undefined })} />
        <Select label="Status" clearable allowDeselect w="9rem" placeholder="Every status" data={[...STATUSES]} value={view.status ?? null} onChange={(status) => set({ status: asOneOf(status, STATUSES) })} />
        {isLead && <Select label="Assignee" clearable allowDeselect searchable w="12rem" placeholder="Anybody" data={people} value={view.assignee ?? null} onChange={(assignee) => set({ assignee: assignee ?? undefined })} />}
        {isLead && <Actions project={found} items={items} people={people} onDone={() => setChosen(new Set())} />}
      </div>
      {query.isPending ? (
        <Loading what="tasks" />
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : tasks.length === 0 ? (
        <EmptyState title="No task here">{view.stage || view.status || view.assignee ? "No task passes the filter above." : "Tasks are opened for the items of the project's datasets; this project has none yet."}</EmptyState>
      ) : (
        <>
          <TaskTable project={found} tasks={tasks} isLead={isLead} isStale={query.isPlaceholderData} chosen={chosen} onChoose={setChosen} />
          {query.hasNextPage && (
            <Button variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          )}
        </>
      )}
    </>
  );
}

function TaskTable({ project, tasks, isLead, isStale, chosen, onChoose }: { project: Project; tasks: readonly Task[]; isLead: boolean; isStale: boolean; chosen: ReadonlySet<string>; onChoose: (chosen: ReadonlySet<string>) => void }) {
  const { data: items } = useItemsById(tasks.map((one) => one.item));
  const nameOf = useNames();
  const release = useReleaseTask(project.id);
  const titleOf = (stage: string) => project.graph?.stages.find((one) => one.id === stage)?.title ?? stage;
  const toggle = (id: string) => onChoose(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]));
  const all = tasks.length > 0 && tasks.every((one) => chosen.has(one.id));
  return (
    <Table highlightOnHover aria-busy={isStale}>
      <Table.Thead>
        <Table.Tr>
          {isLead && (
            <Table.Th w={32}>
              <Checkbox aria-label="Choose every task shown" disabled={isStale} checked={all} onChange={() => onChoose(all ? new Set() : new Set(tasks.map((one) => one.id)))} />
            </Table.Th>
          )}
          <Table.Th>Item</Table.Th>
          <Table.Th>Stage</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th>Assignee</Table.Th>
          <Table.Th ta="right">Priority</Table.Th>
          <Table.Th ta="right">Round</Table.Th>
          <Table.Th>Changed</Table.Th>
          <Table.Th aria-label="What to do" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tasks.map((one) => {
          const item = items?.get(one.item);
          return (
            <Table.Tr key={one.id}>
              {isLead && (
                <Table.Td>
                  <Checkbox aria-label={`Choose ${item?.name ?? one.item}`} disabled={isStale} checked={chosen.has(one.id)} onChange={() => toggle(one.id)} />
                </Table.Td>
              )}
              <Table.Td>
                <Link to={taskPath(project.id, one.id)} className={styles.line}>
                  {item?.thumbnail ? <img src={item.thumbnail} alt="" className={styles.thumb} loading="lazy" /> : <span className={styles.thumb} />}
                  {item?.name ?? one.item}
                </Link>
              </Table.Td>
              <Table.Td>{titleOf(one.stage)}</Table.Td>
              <Table.Td>
                <Badge color={one.status === "completed" ? "green" : one.status === "reopened" ? "orange" : "gray"}>{one.status}</Badge>
              </Table.Td>
              <Table.Td>{nameOf(one.assignee ?? one.lease?.holder)}</Table.Td>
              <Table.Td ta="right">{one.priority}</Table.Td>
              <Table.Td ta="right">{one.round}</Table.Td>
              <Table.Td>{new Date(one.updated_at ?? 0).toLocaleString()}</Table.Td>
              <Table.Td>
                {one.lease && isLead && (
                  <Button size="compact-xs" variant="subtle" onClick={() => release.mutate(one, { onError: notifyError })}>
                    Release
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

function Actions({ project, items, people, onDone }: { project: Project; items: string[]; people: { value: string; label: string }[]; onDone: () => void }) {
  const bulk = useBulk(project.id);
  const [typed, setTyped] = useState<string | number>(1);
  const said = numberOf(typed);
  const priority = said === undefined ? undefined : Math.min(1, Math.max(0, said));
  const none = items.length === 0;
  const run = (body: Omit<Schemas["Many"], "items">) =>
    bulk.mutate(
      { ...body, items },
      {
        onSuccess: (said) => {
          const refused = said.refused[0] ? ` ${said.refused.length} refused: ${said.refused[0].reason}` : "";
          notify(`${said.moved} changed, ${said.same} already so.${refused}`, { tone: refused ? "bad" : "good" });
          onDone();
        },
        onError: notifyError,
      },
    );
  const stages = (project.graph?.stages ?? []).filter((one) => one.kind !== "archive");
  return (
    <>
      <Select aria-label="Assign the chosen tasks to" placeholder={none ? "Assign…" : `Assign ${items.length} to…`} searchable w="11rem" disabled={none || bulk.isPending} value={null} data={people} onChange={(to) => to && run({ action: "assign", to })} />
      <NumberInput aria-label="Priority from 0 to 1" w="5rem" min={0} max={1} step={0.1} value={typed} onChange={setTyped} />
      <Button variant="default" disabled={none || priority === undefined} loading={bulk.isPending} onClick={() => run({ action: "prioritise", priority })}>
        Set priority
      </Button>
      <Menu>
        <Menu.Target>
          <Button variant="default" disabled={none}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => run({ action: "unassign" })}>Unassign</Menu.Item>
          <Menu.Item onClick={() => run({ action: "reopen", priority })}>Reopen</Menu.Item>
          {stages.map((one) => (
            <Menu.Item key={one.id} onClick={() => run({ action: "move", stage: one.id })}>
              Move to {one.title}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => run({ action: "archive" })}>Archive</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function usePeopleOf(project: string): { value: string; label: string }[] {
  const { data: roles } = useProjectMembers(project);
  const { data: members } = useMembers();
  const subjects = new Set((roles ?? []).map((one) => one.subject));
  return (members ?? [])
    .filter((one) => subjects.has(`user:${one.id}`) || (one.groups ?? []).some((group) => subjects.has(`group:${group}`)))
    .map((one) => ({ value: one.id, label: one.name }));
}
