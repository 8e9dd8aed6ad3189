import { Button } from "@mantine/core";
import { Fetched, Quiet, SetItems } from "@/shared";
import { useDiff } from "../api";

/** What one version has that another has not, as pictures. */
export function Difference({ id, before, after, onClose }: { id: string; before: number; after: number; onClose: () => void }) {
  const query = useDiff(id, before, after);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={onClose}>
        Show the items instead
      </Button>
      <Fetched query={query} what="the difference">
        {(found) => (
          <>
            <h3>{found.added_items.toLocaleString("en")} added</h3>
            {found.added_items > 0 && <SetItems set={found.added} what="what was added" />}
            <h3>{found.removed_items.toLocaleString("en")} removed</h3>
            {found.removed_items > 0 && <SetItems set={found.removed} what="what was removed" />}
            <Quiet>{found.kept_items.toLocaleString("en")} stayed.</Quiet>
          </>
        )}
      </Fetched>
    </>
  );
}
