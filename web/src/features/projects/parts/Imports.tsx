import { Button, Checkbox, FileInput, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { asOneOf, asText, ErrorState, ImportOutcome, type Job, Panel, Quiet, Stack, useView } from "@/shared";
import { useProjectChanged } from "../api";
import styles from "../projects.module.css";
import { useImportLabels } from "../transfers";

const FORMATS = ["coco", "encord"] as const;
const HOW = ["merge", "replace", "keep"] as const;
const SAID: Record<(typeof HOW)[number], string> = { merge: "Put the incoming objects over what is there", replace: "Replace what is there", keep: "Keep what is there" };

/** Labels from a file: first what would happen, then for real. */
export function Imports({ project }: { project: string }) {
  const [view, change] = useView((raw) => ({ job: asText(raw.job) }));
  const [file, setFile] = useState<File | null>(null);
  const [ontology, setOntology] = useState<File | null>(null);
  const [format, setFormat] = useState<(typeof FORMATS)[number]>("coco");
  const [how, setHow] = useState<(typeof HOW)[number]>("merge");
  const [extend, setExtend] = useState(true);
  const start = useImportLabels(project);
  const changed = useProjectChanged();
  const run = (dry_run: boolean) => {
    if (file) start.mutate({ file, ontology: format === "encord" ? ontology : null, format, how, extend, dry_run }, { onSuccess: (job) => change({ job: job.id }, { replace: true }) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(false);
  };
  return (
    <Stack>
      <Panel title="Import labels">
        <form onSubmit={submit}>
          <div className={styles.bar}>
            <Select label="Format" w="8rem" data={FORMATS.map((one) => ({ value: one, label: one === "coco" ? "COCO" : "Encord" }))} value={format} onChange={(value) => setFormat(asOneOf(value, FORMATS) ?? "coco")} />
            <FileInput size="xs" label="File" w="16rem" placeholder="Choose a JSON file" accept="application/json,.json" value={file} onChange={setFile} clearable />
            {format === "encord" && <FileInput size="xs" label="Its ontology" w="16rem" placeholder="Choose a JSON file" accept="application/json,.json" value={ontology} onChange={setOntology} clearable />}
            <Select label="Items that have labels" w="20rem" data={HOW.map((one) => ({ value: one, label: SAID[one] }))} value={how} onChange={(value) => setHow(asOneOf(value, HOW) ?? "merge")} />
          </div>
          <div className={styles.bar}>
            <Checkbox label="Add the file's classes to the ontology" checked={extend} onChange={(event) => setExtend(event.currentTarget.checked)} />
            <Button variant="default" disabled={!file} loading={start.isPending} onClick={() => run(true)}>
              Say what would happen
            </Button>
            <Button type="submit" disabled={!file} loading={start.isPending}>
              Import
            </Button>
          </div>
        </form>
        {start.error && <ErrorState error={start.error} />}
        <Quiet>Rows that are wrong are reported one by one; the good ones are kept.</Quiet>
      </Panel>
      {view.job && (
        <ImportOutcome id={view.job} onEnd={() => void changed()}>
          {(job) => <Added job={job} />}
        </ImportOutcome>
      )}
    </Stack>
  );
}

function Added({ job }: { job: Job }) {
  const added = job.result?.classes_added;
  if (!Array.isArray(added) || added.length === 0) return null;
  return <p>Classes added to the ontology: {added.map(String).join(", ")}</p>;
}
