import { Button, Checkbox, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { asOneOf, EmptyState, ErrorState, Fetched, type Job, JobProgress, Panel, Stack } from "@/shared";
import { type Project, useLabelVersions } from "../api";
import styles from "../projects.module.css";
import { useExportFiles, useExports, useStartExport } from "../transfers";

const FORMATS = ["coco", "encord"] as const;

/** Labels as files: start an export, follow it, take what it wrote. */
export function Exports({ found, isLead }: { found: Project; isLead: boolean }) {
  const query = useExports(found.id);
  return (
    <Stack>
      {isLead && <NewExport found={found} />}
      <Fetched query={query} what="exports">
        {(jobs) => (jobs.length === 0 ? <EmptyState title="No export yet">An export pins a label version, so that it can be made again.</EmptyState> : jobs.map((job) => <One key={job.id} job={job} />))}
      </Fetched>
    </Stack>
  );
}

function NewExport({ found }: { found: Project }) {
  const [format, setFormat] = useState<(typeof FORMATS)[number]>("coco");
  const [of, setOf] = useState("now");
  const [unlabelled, setUnlabelled] = useState(false);
  const { data: versions } = useLabelVersions(found.id, true);
  const start = useStartExport(found.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [kind, id] = [of.slice(0, of.indexOf(":")), of.slice(of.indexOf(":") + 1)];
    start.mutate({ format, include_unlabelled: unlabelled, branch: "main", version: kind === "version" ? id : null, stages: kind === "stage" ? [id] : null });
  };
  return (
    <Panel title="New export">
      <form onSubmit={submit} className={styles.bar}>
        <Select label="Format" w="8rem" data={FORMATS.map((one) => ({ value: one, label: one === "coco" ? "COCO" : "Encord" }))} value={format} onChange={(value) => setFormat(asOneOf(value, FORMATS) ?? "coco")} />
        <Select
          label="Of"
          w="18rem"
          value={of}
          onChange={(value) => setOf(value ?? "now")}
          data={[
            { group: "Labels", items: [{ value: "now", label: "Everything as it is now" }] },
            { group: "Versions", items: (versions?.pages.flatMap((page) => page.items) ?? []).map((one) => ({ value: `version:${one.id}`, label: one.name ?? "unnamed" })) },
            { group: "Stages", items: (found.graph?.stages ?? []).map((one) => ({ value: `stage:${one.id}`, label: `Now in ${one.title}` })) },
          ]}
        />
        <Checkbox label="Unlabelled items too" mb={6} checked={unlabelled} onChange={(event) => setUnlabelled(event.currentTarget.checked)} />
        <Button type="submit" loading={start.isPending}>
          Export
        </Button>
      </form>
      {start.error && <ErrorState error={start.error} />}
    </Panel>
  );
}

function One({ job }: { job: Job }) {
  const isDone = job.state === "done";
  const files = useExportFiles(job.id, isDone);
  return (
    <Panel title={`${String(job.spec.format).toUpperCase()}, ${new Date(job.created_at ?? 0).toLocaleString()}`}>
      <JobProgress job={job} />
      <div className={styles.line}>
        {(job.counts?.images ?? 0).toLocaleString("en")} images, {(job.counts?.annotations ?? 0).toLocaleString("en")} annotations
        {(job.counts?.errors ?? 0) > 0 && <span>, {job.counts?.errors} left out (see Jobs)</span>}
        {files.data?.map((file) => (
          <Button key={file.name} component="a" href={file.url} download={file.name} variant="default" leftSection={<IconDownload size={14} />}>
            {file.name} ({Math.max(1, Math.round(file.size_bytes / 1024)).toLocaleString("en")} kB)
          </Button>
        ))}
      </div>
      {files.error && <ErrorState error={files.error} retry={() => void files.refetch()} />}
    </Panel>
  );
}
