import { Tooltip } from "@mantine/core";
import type { ReactElement } from "react";
import { chords, shown } from "../keys/registry";
import { useBindings } from "../keys/useKeys";

/** The keycaps of a chord. */
export function Keys({ chord }: { chord: string }) {
  return (
    <span>
      {shown(chord).map((part, at) => (
        <kbd key={`${at}${part}`}>{part}</kbd>
      ))}
    </span>
  );
}

/** A tooltip with the title and keys of a living binding, over the control that does the same. */
export function KeyHint({ binding, children }: { binding: string; children: ReactElement }) {
  const found = useBindings().find((one) => one.id === binding);
  if (!found) return children;
  const chord = chords(found)[0];
  return (
    <Tooltip label={<>{found.title} {chord && <Keys chord={chord} />}</>}>
      {children}
    </Tooltip>
  );
}
