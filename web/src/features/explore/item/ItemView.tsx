import { ActionIcon, Button, Modal } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, data } from "@/api/client";
import { ErrorState, KeyHint, Loading, notifyError, useKeys } from "@/shared";
import { type Result, useExploreChanged } from "../api";
import { readAgain } from "../changes";
import type { Names } from "../nodes";
import { tell } from "../parts/ActionBar";
import { MetadataDialog } from "../parts/MetadataDialog";
import type { ChangeView } from "../view";
import { Facts } from "./Facts";
import { Neighbours } from "./Neighbours";
import { Overlays, useOverlays } from "./Overlays";
import { OverlayList } from "./OverlayList";
import { Stage } from "./Stage";
import styles from "./ItemView.module.css";

const SCOPE = "Item";

interface Props {
  /** An item's id or its seq. */
  item: string;
  result: Result | undefined;
  names: Names;
  open: (item: string | number | undefined, replace?: boolean) => void;
  change: ChangeView;
}

/** One item over the grid: its picture with what people and models say of it, and all that is known of it. */
export function ItemView({ item, result, names, open, change }: Props) {
  const query = useQuery({
    queryKey: ["item", item],
    queryFn: async ({ signal }) => {
      if (!/^\d{1,10}$/.test(item)) return data(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: item } }, signal }));
      const found = await data(api.POST("/api/v1/search/items", { body: { seqs: [Number(item)] }, signal }));
      const first = found[0];
      if (!first) throw new Error("This item does not exist any more, or you may not see it.");
      return data(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: first.id } }, signal }));
    },
  });
  const found = query.data;
  const order = result?.order;
  const at = found && order ? order.indexOf(found.seq) : -1;
  const step = (by: number) => {
    const next = order?.[at + by];
    if (at >= 0 && next !== undefined) open(next, true);
  };
  const close = () => open(undefined);
  const [isEditing, setEditing] = useState(false);
  const changed = useExploreChanged();
  const overlays = useOverlays(found);
  useKeys([
    { id: "item.close", scope: SCOPE, inDialog: true, keys: "Escape", title: "Back to the grid", run: close },
    { id: "item.next", scope: SCOPE, inDialog: true, keys: ["ArrowRight", "ArrowDown"], title: "Next item of the result", run: () => step(1) },
    { id: "item.before", scope: SCOPE, inDialog: true, keys: ["ArrowLeft", "ArrowUp"], title: "Item before", run: () => step(-1) },
    { id: "item.overlays", scope: SCOPE, inDialog: true, keys: "h", title: "Show or hide what is drawn", run: overlays.toggleAll },
    { id: "item.like", scope: SCOPE, inDialog: true, keys: "l", title: "More like this", run: () => found && change({ like: found.id, text: undefined, item: undefined, mode: "grid" }) },
    { id: "item.metadata", scope: SCOPE, inDialog: true, keys: "e", title: "Edit metadata", run: () => setEditing(true) },
  ], !isEditing);
  return (
    <Modal opened onClose={close} fullScreen withCloseButton={false} padding={0} closeOnEscape={false} transitionProps={{ duration: 0 }} title={found?.name ?? "Item"} classNames={{ body: styles.body, content: styles.content, header: "visually-hidden" }}>
      <div className={styles.view}>
        <header className={styles.head}>
          <KeyHint binding="item.before">
            <ActionIcon size="lg" aria-label="Item before" disabled={at <= 0} onClick={() => step(-1)}>
              <IconChevronLeft size={18} />
            </ActionIcon>
          </KeyHint>
          <KeyHint binding="item.next">
            <ActionIcon size="lg" aria-label="Next item" disabled={at < 0 || at + 1 >= (order?.length ?? 0)} onClick={() => step(1)}>
              <IconChevronRight size={18} />
            </ActionIcon>
          </KeyHint>
          <h2>{found?.name ?? "…"}</h2>
          {at >= 0 && order && <span className={styles.quiet}>{(at + 1).toLocaleString("en")} of {order.length.toLocaleString("en")}</span>}
          <span className={styles.grow} />
          {found && (found.state === "failed" || found.state === "missing") && (
            <Button variant="default" onClick={() => void readAgain(new Set([found.seq])).then((said) => (tell(said, changed), setTimeout(changed, 1_500)), notifyError)}>
              Read again
            </Button>
          )}
          {found && (
            <Button variant="default" onClick={() => change({ like: found.id, text: undefined, item: undefined, mode: "grid" })}>
              More like this
            </Button>
          )}
          <KeyHint binding="item.close">
            <ActionIcon size="lg" aria-label="Back to the grid" onClick={close} data-autofocus>
              <IconX size={18} />
            </ActionIcon>
          </KeyHint>
        </header>
        {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {!found && !query.error && <Loading what="the item" />}
        {found && (
          <div className={styles.split}>
            <Stage key={found.id} item={found}>
              <Overlays layers={overlays.layers} width={found.width ?? 0} height={found.height ?? 0} />
            </Stage>
            <aside className={styles.side} aria-label="What is known of it">
              <OverlayList overlays={overlays} />
              <Facts item={found} names={names} onEdit={() => setEditing(true)} />
              <Neighbours item={found.id} spaces={found.spaces ?? []} open={(id) => open(id)} />
            </aside>
            <MetadataDialog
              opened={isEditing}
              seqs={new Set([found.seq])}
              onClose={() => setEditing(false)}
              onDone={(said) => {
                changed();
                tell(said, changed);
              }}
            />
          </div>
        )}
      </div>
    </Modal>
  );
}
