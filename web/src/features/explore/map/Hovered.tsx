import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { api, data } from "@/api/client";
import type { FoundItem } from "../api";
import styles from "./MapPane.module.css";

/** The item of the point under the pointer, and where that is on the map. */
export interface Pointed {
  seq: number;
  x: number;
  y: number;
}

const RESTS_MS = 80;
const BESIDE_PX = 14;
/** The most that the card takes: its picture, its name and what is around them. */
const CARD_PX = { width: 142, height: 170 };

/** The picture of the point that the pointer rests on, beside it and inside the map. */
export function Hovered({ pointed, frame }: { pointed: Pointed; frame: RefObject<HTMLElement | null> }) {
  const [seq] = useDebouncedValue(pointed.seq, RESTS_MS);
  const query = useQuery({
    queryKey: ["explore", "items", String(seq)],
    staleTime: 60_000,
    queryFn: ({ signal }): Promise<FoundItem[]> => data(api.POST("/api/v1/search/items", { body: { seqs: [seq] }, signal })),
  });
  const item = query.data?.[0];
  if (!item || seq !== pointed.seq) return null;
  const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
  const left = pointed.x + BESIDE_PX + CARD_PX.width <= clientWidth ? pointed.x + BESIDE_PX : Math.max(0, pointed.x - BESIDE_PX - CARD_PX.width);
  const top = Math.max(0, Math.min(pointed.y + BESIDE_PX, clientHeight - CARD_PX.height));
  return (
    <div className={styles.hovered} style={{ left, top }} data-testid="hovered">
      {item.thumbnail && <img src={item.thumbnail} alt="" />}
      <span>{item.name}</span>
    </div>
  );
}
