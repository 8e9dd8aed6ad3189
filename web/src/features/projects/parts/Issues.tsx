import { Badge, Button, SegmentedControl, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { Schemas } from "@/api/client";
import { asOneOf, EmptyState, ErrorState, Loading, notifyError, taskPath, useNames, useView } from "@/shared";
import { useChangeIssue, useIssues, useItemsById } from "../api";
import styles from "../projects.module.css";

const STATES = ["open", "resolved"] as const;

/** What was found wrong or asked, with what was said about it. */
export function Issues({ project }: { project: string }) {
  const [view, change] = useView((raw) => ({ issues: asOneOf(raw.issues, STATES) ?? "open" }));
  const query = useIssues(project, view.issues);
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { data: items } = useItemsById(found.map((one) => one.item));
  return (
    <>
      <SegmentedControl aria-label="Which issues" data={[...STATES]} value={view.issues} onChange={(issues) => change({ issues: asOneOf(issues, STATES) }, { replace: true })} />
      {query.isPending ? (
        <Loading what="issues" />
      ) : query.error ? (
        <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : found.length === 0 ? (
        <EmptyState title={`No ${view.issues} issue`}>A rejection opens one; a reviewer or annotator can raise one at a point of a picture.</EmptyState>
      ) : (
        found.map((one) => <One key={one.id} project={project} issue={one} item={items?.get(one.item)} />)
      )}
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function One({ project, issue, item }: { project: string; issue: Schemas["Issue"]; item: Schemas["FoundItem"] | undefined }) {
  const nameOf = useNames();
  const save = useChangeIssue(project);
  const [text, setText] = useState("");
  const comment = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ issue: issue.id, to: "comment", text: text.trim() }, { onSuccess: () => setText(""), onError: notifyError });
  };
  const isOpen = issue.state !== "resolved";
  return (
    <article className={styles.issue} aria-label={issue.comments[0]?.text ?? "Issue"}>
      <div className={styles.line}>
        {item?.thumbnail && <img src={item.thumbnail} alt="" className={styles.thumb} loading="lazy" />}
        <Badge color={issue.kind === "rejection" ? "orange" : "gray"}>{issue.kind}</Badge>
        <Link to={taskPath(project, `${issue.item}.${issue.branch ?? "main"}`)} search={{ issue: issue.id } as never}>
          {item?.name ?? issue.item}
        </Link>
        {issue.anchor?.object_id && <span>on an object</span>}
        {(issue.tags ?? []).map((tag) => (
          <Badge key={tag} color="gray">
            {tag}
          </Badge>
        ))}
        <Button size="compact-xs" variant="default" loading={save.isPending} onClick={() => save.mutate({ issue: issue.id, to: isOpen ? "resolve" : "reopen" }, { onError: notifyError })}>
          {isOpen ? "Resolve" : "Open again"}
        </Button>
      </div>
      <ul className={styles.comments}>
        {issue.comments.map((one) => (
          <li key={`${one.at}${one.by}`}>
            <b>{nameOf(one.by)}</b> {one.text}
          </li>
        ))}
      </ul>
      <form onSubmit={comment} className={styles.line}>
        <TextInput aria-label="Answer" placeholder="Answer" w="24rem" value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={!text.trim()}>
          Answer
        </Button>
      </form>
    </article>
  );
}
