import { Button, FileInput, Select, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { asOneOf, ErrorState, Panel, Quiet, useProjects } from "@/shared";
import { type ImportWish, useExports, useImport } from "../api";
import styles from "../models.module.css";

const RUN_ON = ["ledger", "predicted"] as const;

/** COCO results of a model: whose they are, the file, and whose image ids the file uses. */
export function ImportPredictions({ onStarted }: { onStarted: (job: string) => void }) {
  const { data: projects } = useProjects();
  const [model, setModel] = useState({ name: "", version: "1" });
  const [project, setProject] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [ledger, setLedger] = useState("project");
  const [ids, setIds] = useState<File | null>(null);
  const [runOn, setRunOn] = useState<(typeof RUN_ON)[number]>("ledger");
  const { data: exports } = useExports(project);
  const start = useImport();
  const isWhole = model.name.trim() !== "" && project && file && (ledger !== "file" || ids);
  const run = (dry_run: boolean) => {
    if (!project || !file) return;
    const chosen: ImportWish["ledger"] = ledger === "file" && ids ? { kind: "file", file: ids } : ledger.startsWith("export:") ? { kind: "export", id: ledger.slice(7) } : { kind: "project" };
    start.mutate({ model: { name: model.name.trim(), version: model.version.trim() || "1" }, file, name: file.name, project, ledger: chosen, run_on: runOn, dry_run }, { onSuccess: (job) => onStarted(job.id) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(false);
  };
  return (
    <Panel title="Import predictions">
      <form onSubmit={submit}>
        <div className={styles.bar}>
          <TextInput label="Model" required w="12rem" value={model.name} onChange={(event) => setModel({ ...model, name: event.currentTarget.value })} />
          <TextInput label="Version" w="6rem" value={model.version} onChange={(event) => setModel({ ...model, version: event.currentTarget.value })} />
          <Select label="Project" required searchable w="14rem" data={(projects ?? []).map((one) => ({ value: one.id, label: one.title }))} value={project} onChange={setProject} />
          <FileInput size="xs" label="Results" required w="14rem" placeholder="COCO results, JSON" accept="application/json,.json" value={file} onChange={setFile} clearable />
        </div>
        <div className={styles.bar}>
          <Select
            label="Image ids are those of"
            w="18rem"
            value={ledger}
            onChange={(value) => setLedger(value ?? "project")}
            data={[
              { value: "project", label: "the project" },
              ...(exports ?? []).filter((one) => one.state === "done" && one.spec.format === "coco").map((one) => ({ value: `export:${one.id}`, label: `the export of ${new Date(one.created_at ?? 0).toLocaleString()}` })),
              { value: "file", label: "a COCO file of my own" },
            ]}
          />
          {ledger === "file" && <FileInput size="xs" label="That file" w="14rem" placeholder="Images and categories, JSON" accept="application/json,.json" value={ids} onChange={setIds} clearable />}
          <Select
            label="The model was run on"
            w="16rem"
            data={[
              { value: "ledger", label: "every image of these" },
              { value: "predicted", label: "only images with predictions" },
            ]}
            value={runOn}
            onChange={(value) => setRunOn(asOneOf(value, RUN_ON) ?? "ledger")}
          />
          <Button variant="default" disabled={!isWhole} loading={start.isPending} onClick={() => run(true)}>
            Say what would happen
          </Button>
          <Button type="submit" disabled={!isWhole} loading={start.isPending}>
            Import
          </Button>
        </div>
      </form>
      {projects?.length === 0 && (
        <Quiet>
          There is no project yet, whose classes and items the predictions are about. <Link to="/projects/new">Make one first.</Link>
        </Quiet>
      )}
      {start.error && <ErrorState error={start.error} />}
      <Quiet>Rows that are wrong are reported one by one. Classes that the project does not have are kept and counted as unmapped.</Quiet>
    </Panel>
  );
}
