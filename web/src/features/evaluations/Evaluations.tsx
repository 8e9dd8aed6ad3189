import { Badge, Button, Checkbox, Select, Table, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { asText, EmptyState, ErrorState, Fetched, Loading, newest, Page, Panel, Quiet, Stack, usePredictionSets, useProjects, useView } from "@/shared";
import { type Evaluation, useEvaluations, useLabelVersions, useStartEvaluation } from "./api";
import styles from "./evaluations.module.css";
import { share } from "./figures";

const MOST_PROJECTS = 30;

/** Every evaluation that is seen, a way to start one, and two to compare. */
export default function Evaluations() {
  const [view, change] = useView((raw) => ({ project: asText(raw.project), new: raw.new === true }));
  const query = useProjects();
  return (
    <Page
      title="Evaluations"
      aside={
        <Select
          aria-label="Project"
          placeholder="Every project"
          clearable
          allowDeselect
          searchable
          w="16rem"
          data={(query.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
          value={view.project ?? null}
          onChange={(project) => change({ project: project ?? undefined }, { replace: true })}
        />
      }
      actions={<Button onClick={() => change({ new: !view.new || undefined })}>New evaluation</Button>}
    >
      <Fetched query={query} what="projects">
        {(projects) => (
          <Stack>
            {view.new && <Start project={view.project ?? null} projects={projects} />}
            <List projects={view.project ? [view.project] : newest(projects, MOST_PROJECTS).map((one) => one.id)} titleOf={(id) => projects.find((one) => one.id === id)?.title ?? id} />
            {!view.project && projects.length > MOST_PROJECTS && <Quiet>Those of the {MOST_PROJECTS} newest projects. Choose a project to see another's.</Quiet>}
          </Stack>
        )}
      </Fetched>
    </Page>
  );
}

function List({ projects, titleOf }: { projects: readonly string[]; titleOf: (id: string) => string }) {
  const { found, isPending, error, refetch } = useEvaluations(projects);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const navigate = useNavigate();
  if (isPending) return <Loading what="evaluations" />;
  if (error) return <ErrorState error={error} retry={refetch} />;
  if (found.length === 0) {
    return (
      <EmptyState title="No evaluation yet" action={<Button component={Link} to="/models">Import predictions</Button>}>
        An evaluation compares a model's predictions with labels. Import predictions first, then start one above.
      </EmptyState>
    );
  }
  const toggle = (one: Evaluation) => setChosen((before) => (before.includes(one.id) ? before.filter((id) => id !== one.id) : [...before.slice(-1), one.id]));
  const inOrder = found.filter((one) => chosen.includes(one.id)).reverse();
  return (
    <>
      <div>
        <Button variant="default" disabled={inOrder.length !== 2} onClick={() => void navigate({ to: "/evaluations/compare", search: { before: inOrder[0]?.id, after: inOrder[1]?.id } as never })}>
          Compare the two chosen
        </Button>
      </div>
      <Table stickyHeader highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label="Chosen" />
            <Table.Th>Name</Table.Th>
            <Table.Th>Model</Table.Th>
            <Table.Th>Project</Table.Th>
            <Table.Th ta="right">Items</Table.Th>
            <Table.Th ta="right">AP</Table.Th>
            <Table.Th ta="right">AP50</Table.Th>
            <Table.Th ta="right">AR 100</Table.Th>
            <Table.Th>Made</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <Checkbox aria-label={`Choose ${one.name} to compare`} checked={chosen.includes(one.id)} disabled={one.state !== "ready"} onChange={() => toggle(one)} />
              </Table.Td>
              <Table.Td>
                <Link to={`/evaluations/${one.id}`}>{one.name || "unnamed"}</Link> {one.state === "requested" && <Badge color="gray">being made</Badge>}
                {one.state === "failed" && (
                  <Badge color="red" title={one.reason ?? undefined}>
                    failed
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{one.model}</Table.Td>
              <Table.Td>{titleOf(one.project)}</Table.Td>
              <Table.Td ta="right">{(one.items ?? 0).toLocaleString("en")}</Table.Td>
              <Table.Td ta="right">{share(one.statistics?.AP)}</Table.Td>
              <Table.Td ta="right">{share(one.statistics?.AP50)}</Table.Td>
              <Table.Td ta="right">{share(one.statistics?.AR_100)}</Table.Td>
              <Table.Td>{new Date(one.created_at ?? 0).toLocaleString()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

function Start({ project: given, projects }: { project: string | null; projects: readonly { id: string; title: string }[] }) {
  const [project, setProject] = useState(given);
  const [set, setSet] = useState<string | null>(null);
  const [version, setVersion] = useState("now");
  const [kind, setKind] = useState<"bbox" | "segm">("bbox");
  const [name, setName] = useState("");
  const { data: sets } = usePredictionSets();
  const { data: versions } = useLabelVersions(project);
  const start = useStartEvaluation();
  const navigate = useNavigate();
  const fitting = (sets ?? []).filter((one) => one.state === "ready" && (!one.project || one.project === project));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate(
      { project: project ?? "", prediction_set: set ?? "", label_version: version === "now" ? null : version, iou_kind: kind, name: name.trim() },
      { onSuccess: (made) => void navigate({ to: `/evaluations/${made.id}` }) },
    );
  };
  return (
    <Panel title="New evaluation">
      <form onSubmit={submit} className={styles.bar}>
        <Select label="Project" required searchable w="14rem" data={projects.map((one) => ({ value: one.id, label: one.title }))} value={project} onChange={setProject} />
        <Select
          label="Predictions"
          required
          searchable
          w="18rem"
          placeholder={project && fitting.length === 0 ? "None: import predictions first" : "A prediction set"}
          disabled={!project || fitting.length === 0}
          data={fitting.map((one) => ({ value: one.id, label: `${one.model_name ?? ""}: ${one.name}` }))}
          value={set}
          onChange={setSet}
        />
        <Select
          label="Labels"
          w="12rem"
          data={[{ value: "now", label: "As they are now" }, ...(versions ?? []).map((one) => ({ value: one.id, label: one.name ?? "unnamed" }))]}
          value={version}
          onChange={(value) => setVersion(value ?? "now")}
        />
        <Select label="Compare" w="8rem" data={[{ value: "bbox", label: "boxes" }, { value: "segm", label: "masks" }]} value={kind} onChange={(value) => setKind(value === "segm" ? "segm" : "bbox")} />
        <TextInput label="Name" w="10rem" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" disabled={!project || !set} loading={start.isPending}>
          Evaluate
        </Button>
      </form>
      {start.error && <ErrorState error={start.error} />}
    </Panel>
  );
}
