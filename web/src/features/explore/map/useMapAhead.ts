import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { warm } from "@/plot/plot";
import { newest } from "@/shared";
import { mapsQuery, pointsQuery } from "../api";

/** A larger map is fetched only when it is opened (12 bytes a point). */
const MOST = 250_000;

/** Once the items are there and the browser has nothing to do, fetch the map that would be opened, and start what draws it. */
export function useMapAhead(isReady: boolean, isShown: boolean): void {
  const client = useQueryClient();
  const map = useQuery({ ...mapsQuery, enabled: isReady, select: newestReady }).data;
  useEffect(() => {
    if (!map || isShown) return undefined;
    const fetchAhead = () => {
      warm();
      void client.prefetchQuery(pointsQuery(map));
    };
    if (!("requestIdleCallback" in globalThis)) return undefined;
    const asked = requestIdleCallback(fetchAhead);
    return () => cancelIdleCallback(asked);
  }, [map, isShown, client]);
}

function newestReady(maps: readonly { id: string; state: string; items: number; created_at: number }[]): string | null {
  const map = newest(maps).find((one) => one.state === "ready");
  return map && map.items <= MOST ? map.id : null;
}
