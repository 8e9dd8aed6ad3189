import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Plot } from "@/plot/plot";
import type { Camera } from "@/plot/raster";
import { cameraAddress, cameraOf, type ChangeView, type View } from "../view";

const SETTLED_MS = 300;

/** Keep in the address which map is looked at and where, once it stands still; and follow the address where that is changed. */
export function useLookInAddress(plot: RefObject<Plot | null>, map: string, { camera }: View, change: ChangeView): (camera: Camera | null) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const address = JSON.stringify(camera);
  const told = useRef(address);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (address === told.current) return;
    told.current = address;
    plot.current?.look(cameraOf(camera));
    // The address as text says whether the camera changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [address, plot]);
  return useCallback(
    (looked) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const next = looked ? cameraAddress(looked) : undefined;
        told.current = JSON.stringify(next);
        change(next ? { camera: next, map } : { camera: undefined }, { replace: true });
      }, SETTLED_MS);
    },
    [map, change],
  );
}
