import { Badge, Button, Tabs } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { asNumber, asOneOf, asText, EmptyState, ErrorState, FetchedPage, Figure, Figures, JobProgress, Page, Stack, useJob, useView } from "@/shared";
import { type Evaluation as Found, useEvaluateAgain, useEvaluation } from "./api";
import styles from "./evaluations.module.css";
import { share, STATISTICS } from "./figures";
import { ClassTable } from "./parts/ClassTable";
import { ConfusionMatrix } from "./parts/ConfusionMatrix";
import { Curves } from "./parts/Curves";
import { Failures } from "./parts/Failures";
import { OutcomeGrid } from "./parts/OutcomeGrid";
import { PointSliders } from "./parts/PointSliders";
import { Slices } from "./parts/Slices";

const TABS = ["classes", "confusion", "curves", "outcomes", "slices", "failures"] as const;
const OUTCOMES = ["tp", "fp", "fn"] as const;

/** Everything that the page shows, as its address says it. */
export function readView(raw: Record<string, unknown>) {
  return {
    tab: asOneOf(raw.tab, TABS) ?? "classes",
    iou: asNumber(raw.iou),
    confidence: asNumber(raw.confidence),
    class: asText(raw.class),
    truth: asText(raw.truth),
    predicted: asText(raw.predicted),
    outcome: asOneOf(raw.outcome, OUTCOMES),
    by: asText(raw.by),
    sort: asText(raw.sort),
  };
}

/** One evaluation at any operating point. */
export default function Evaluation() {
  const { evaluation } = useParams({ strict: false }) as { evaluation: string };
  const query = useEvaluation(evaluation);
  return (
    <FetchedPage query={query} what="the evaluation" title="Evaluation" list={{ to: "/evaluations", title: "To the evaluations" }}>
      {(found) => (found.state === "ready" ? <Shown found={found} /> : found.state === "failed" ? <Failed found={found} /> : <Waiting found={found} />)}
    </FetchedPage>
  );
}

function Waiting({ found }: { found: Found }) {
  const job = useJob(found.job);
  return <Page title={found.name || "Evaluation"}>{job.data && <JobProgress job={job.data} />}</Page>;
}

function Failed({ found }: { found: Found }) {
  const again = useEvaluateAgain();
  const navigate = useNavigate();
  const retry = () => again.mutate(found, { onSuccess: (made) => void navigate({ to: `/evaluations/${made.id}` }) });
  return (
    <Page title={found.name || "Evaluation"}>
      <EmptyState
        title="This evaluation could not be made"
        action={
          <Button onClick={retry} loading={again.isPending}>
            Evaluate again
          </Button>
        }
      >
        <span role="alert">{found.reason}</span>
      </EmptyState>
      {again.error && <ErrorState error={again.error} />}
    </Page>
  );
}

function Shown({ found }: { found: Found }) {
  const [view, change] = useView(readView);
  const own = found.operating_point ?? { iou_threshold: 0.5, confidence: 0 };
  const point = { iou_threshold: view.iou, confidence: view.confidence };
  return (
    <Page
      title={found.name || "Evaluation"}
      aside={
        <>
          <span>{found.model}</span>
          <Badge>{found.iou_kind === "segm" ? "masks" : "boxes"}</Badge>
        </>
      }
      actions={
        <Button component={Link} to="/evaluations" search={{ project: found.project } as never} variant="default">
          Others of this project
        </Button>
      }
    >
      <Stack>
        {(found.warnings ?? []).map((one) => (
          <p key={one} role="note" className={styles.warning}>
            {one}
          </p>
        ))}
        <Figures>
          {STATISTICS.map((name) => (
            <Figure key={name} name={name.replace("_", " ")} value={share(found.statistics?.[name])} />
          ))}
        </Figures>
        <PointSliders key={`${found.id}`} iou={view.iou ?? own.iou_threshold} confidence={view.confidence ?? own.confidence} own={own} onChange={(next) => change(next, { replace: true })} />
        <Tabs value={view.tab} onChange={(tab) => change({ tab: asOneOf(tab, TABS) })} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="classes">Classes</Tabs.Tab>
            <Tabs.Tab value="confusion">Confusion</Tabs.Tab>
            <Tabs.Tab value="curves">Curves</Tabs.Tab>
            <Tabs.Tab value="outcomes">Right and wrong</Tabs.Tab>
            <Tabs.Tab value="slices">Slices</Tabs.Tab>
            <Tabs.Tab value="failures">Failures</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="classes" pt="sm">
            <ClassTable found={found} point={point} sort={view.sort} onSort={(sort) => change({ sort }, { replace: true })} onClass={(id) => change({ tab: "curves", class: id })} />
          </Tabs.Panel>
          <Tabs.Panel value="confusion" pt="sm">
            <ConfusionMatrix found={found} point={point} onCell={(truth, predicted) => change({ tab: "outcomes", truth, predicted, outcome: undefined })} />
          </Tabs.Panel>
          <Tabs.Panel value="curves" pt="sm">
            <Curves found={found} iou={view.iou} chosen={view.class} confidence={view.confidence ?? own.confidence} onClass={(id) => change({ class: id }, { replace: true })} onConfidence={(confidence) => change({ confidence }, { replace: true })} />
          </Tabs.Panel>
          <Tabs.Panel value="outcomes" pt="sm">
            <OutcomeGrid found={found} point={point} cell={{ truth: view.truth, predicted: view.predicted, outcome: view.outcome }} onCell={(cell) => change(cell, { replace: true })} />
          </Tabs.Panel>
          <Tabs.Panel value="slices" pt="sm">
            <Slices found={found} point={point} by={view.by} onBy={(by) => change({ by }, { replace: true })} />
          </Tabs.Panel>
          <Tabs.Panel value="failures" pt="sm">
            <Failures found={found} point={point} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Page>
  );
}
