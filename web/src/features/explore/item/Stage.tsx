import { useQuery } from "@tanstack/react-query";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useElementSize } from "@mantine/hooks";
import { api, data, type Schemas } from "@/api/client";
import { ErrorState } from "@/shared";
import styles from "./ItemView.module.css";

/** The picture as large as there is room, with layers over it in the picture's own pixels; the wheel zooms, a drag moves. */
export function Stage({ item, children }: { item: Schemas["Item"]; children: ReactNode }) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [zoom, setZoom] = useState({ scale: 1, x: 0, y: 0 });
  const isReadable = item.state !== "failed" && item.state !== "missing";
  const query = useQuery({
    queryKey: ["original", item.id, item.revision],
    enabled: isReadable,
    staleTime: 1_800_000,
    queryFn: async ({ signal }) => {
      const [found] = await data(api.POST("/api/v1/items/originals", { body: { items: [item.id] }, signal }));
      if (!found?.url) throw new Error(found?.reason ?? "The file cannot be reached.");
      return found.url;
    },
  });
  if (!isReadable) {
    return (
      <div className={styles.stage}>
        <div className={styles.failed} role="alert">
          <IconAlertTriangle size={28} />
          <p>{item.reason ?? `This file is ${item.state}.`}</p>
        </div>
      </div>
    );
  }
  const [w, h] = [item.width ?? 0, item.height ?? 0];
  const fit = w > 0 && h > 0 ? Math.min(width / w, height / h) : 0;
  return (
    <div
      ref={ref}
      className={styles.stage}
      onWheel={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const [px, py] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
        const factor = Math.exp(-event.deltaY * 0.0015);
        setZoom((before) => {
          const scale = Math.min(Math.max(before.scale * factor, 1), 40);
          if (scale === 1) return { scale: 1, x: 0, y: 0 };
          const ratio = scale / before.scale;
          return { scale, x: px - (px - before.x) * ratio, y: py - (py - before.y) * ratio };
        });
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.buttons === 1) setZoom((before) => (before.scale === 1 ? before : { ...before, x: before.x + event.movementX, y: before.y + event.movementY }));
      }}
      onDoubleClick={() => setZoom({ scale: 1, x: 0, y: 0 })}
    >
      {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && fit > 0 && (
        <div className={styles.picture} style={{ width: w * fit, height: h * fit, transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}>
          <img src={query.data} alt={item.name} draggable={false} />
          {children}
        </div>
      )}
    </div>
  );
}
