import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { EmptyState, ErrorState, JobProgress, Loading, newest, notifyError, useJob, useJobStarted } from "@/shared";
import { mapsQuery } from "../api";
import type { Names } from "../nodes";
import type { Chosen } from "../selection";
import type { ChangeView, View } from "../view";
import { DrawnMap } from "./DrawnMap";
import styles from "./MapPane.module.css";

export interface MapProps {
  view: View;
  order: Uint32Array | undefined;
  chosen: Chosen;
  names: Names;
  change: ChangeView;
  onOpen: (seq: number) => void;
}

/** A map of the pictures by their looks: near on it is alike. A lasso becomes a part of the filter. */
export function MapPane(props: MapProps) {
  const { view, change } = props;
  const query = useQuery({
    ...mapsQuery,
    refetchInterval: (query) => (query.state.data?.some((one) => one.state === "requested") ? 2_000 : false),
  });
  const maps = newest(query.data ?? []);
  const ready = maps.filter((one) => one.state === "ready");
  const map = maps.find((one) => one.id === view.map) ?? ready[0] ?? maps[0];
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading what="maps" />;
  if (!map) return <NoMap title="There is no map yet" />;
  if (map.state === "failed") return <NoMap title="The map could not be made" reason={map.reason ?? "Its job failed."} />;
  if (map.state !== "ready") return <Fitting job={map.job} />;
  return <DrawnMap key={map.id} {...props} map={map.id} choices={ready.map((one) => ({ value: one.id, label: `${one.name || one.space} (${one.method}, ${one.items.toLocaleString("en")})` }))} onMap={(id) => change({ map: id, camera: undefined })} />;
}

function NoMap({ title, reason }: { title: string; reason?: string }) {
  const client = useQueryClient();
  const started = useJobStarted();
  const make = () =>
    data(api.POST("/api/v1/maps", { body: { name: "Looks" } })).then(() => {
      started();
      return client.invalidateQueries({ queryKey: ["maps"] });
    }, notifyError);
  return (
    <EmptyState title={title} action={<Button onClick={() => void make()}>Make a map of all pictures</Button>}>
      {reason && <p className={styles.reason} role="alert">{reason}</p>}
      A map puts pictures that look alike near each other, so that groups and outliers are seen at once.
    </EmptyState>
  );
}

/** A map whose job runs: another's job is not seen, its map still comes. */
function Fitting({ job }: { job: string }) {
  const client = useQueryClient();
  const query = useJob(job, () => void client.invalidateQueries({ queryKey: ["maps"] }));
  return (
    <div className={styles.fitting}>
      <p>The map is being made. It shows itself when it is ready.</p>
      {query.data && <JobProgress job={query.data} />}
    </div>
  );
}
