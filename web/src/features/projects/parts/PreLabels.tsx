import { Button, Checkbox, Group, Modal, NumberInput, Select, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ErrorState, Fetched, JobProgress, numberOf, useJob } from "@/shared";
import { type Project, useProjectChanged } from "../api";
import { useOffer, useOffered } from "../settings";
import styles from "../projects.module.css";

const OVERLAP = 0.5;

/** Offer a model's predictions as pre-labels on what is still to be annotated. `given`: the set that is chosen at first. */
export function PreLabels({ found, opened, given, onClose }: { found: Project; opened: boolean; given: string | undefined; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Offer pre-labels">
      {opened && <Form found={found} given={given} onClose={onClose} />}
    </Modal>
  );
}

function Form({ found, given, onClose }: { found: Project; given: string | undefined; onClose: () => void }) {
  const query = useOffered(found.id);
  const [set, setSet] = useState<string | null>(given ?? null);
  const [confidence, setConfidence] = useState<string | number>(0.5);
  const [spares, setSpares] = useState(true);
  const offer = useOffer(found);
  const changed = useProjectChanged();
  const job = useJob(offer.data?.id, () => void changed());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const least = numberOf(confidence);
    if (set && least !== undefined) offer.mutate({ prediction_set: set, confidence: least, iou_threshold: spares ? OVERLAP : null });
  };
  return (
    <Fetched query={query} what="predictions">
      {(sets) =>
        sets.length === 0 ? (
          <Text>
            There are no predictions for this project yet. <Link to="/models">Import some first.</Link>
          </Text>
        ) : (
          <form onSubmit={submit}>
            <Select label="Predictions" required searchable data={sets.map((one) => ({ value: one.id, label: `${one.name} (${one.model_name || "a model"}, ${(one.predictions ?? 0).toLocaleString("en")})` }))} value={set} onChange={setSet} />
            <NumberInput label="Least confidence, from 0 to 1" mt="xs" min={0} max={1} step={0.05} decimalScale={3} value={confidence} onChange={setConfidence} />
            <Checkbox mt="sm" label="Leave out what a label overlaps by half or more" checked={spares} onChange={(event) => setSpares(event.currentTarget.checked)} />
            <Text mt="sm" size="xs">
              Only items whose task is to be annotated get them. Whoever annotates accepts or removes each one before the task can be submitted.
            </Text>
            {offer.error && <ErrorState error={offer.error} />}
            {job.data && (
              <div className={styles.offered}>
                <JobProgress job={job.data} />
                {job.data.state === "done" && <p role="status">{offered(job.data.counts ?? {})}</p>}
              </div>
            )}
            <Group justify="flex-end" mt="md">
              <Button variant="default" onClick={onClose}>
                {offer.data ? "Close" : "Cancel"}
              </Button>
              <Button type="submit" disabled={!set || numberOf(confidence) === undefined} loading={offer.isPending}>
                Offer them
              </Button>
            </Group>
          </form>
        )
      }
    </Fetched>
  );
}

/** Why predictions were not offered, in the job's words and in a person's. */
const LEFT_OUT: Record<string, string> = {
  overlapped: "overlapped by a label",
  there: "there already",
  unmapped: "of a class that the ontology does not have",
  unfit: "of a shape that their class does not have",
  not_open: "on items that are not to be annotated now",
  other_revision: "on pictures that have changed since",
  conflict: "on items that somebody was changing",
};

/** What became of an offer. */
export function offered(counts: Record<string, number>): string {
  const proposed = counts.proposed ?? 0;
  const left = Object.entries(LEFT_OUT)
    .filter(([name]) => (counts[name] ?? 0) > 0)
    .map(([name, words]) => `${(counts[name] ?? 0).toLocaleString("en")} ${words}`);
  const said = proposed === 0 ? "No prediction was offered." : `${proposed.toLocaleString("en")} ${proposed === 1 ? "pre-label was" : "pre-labels were"} offered.`;
  if (left.length > 0) return `${said} Left out: ${left.join("; ")}.`;
  return proposed === 0 ? `${said} None is so confident.` : said;
}
