import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Plot } from "@/plot/plot";
import type { Camera } from "@/plot/raster";
import { cameraAddress, cameraOf, type ChangeView, type View } from "../view";

const SETTLED_MS = 300;

/** Keep in the address where the map is looked at, once it stands still; and follow the address where that is changed. */
export function useLookInAddress(plot: RefObject<Plot | null>, { camera }: View, change: ChangeView): (camera: Camera | null) => void {
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
        change({ camera: next }, { replace: true });
      }, SETTLED_MS);
    },
    [change],
  );
}
