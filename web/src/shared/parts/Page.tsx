import { Button, Loader } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { ApiError, isAbort, sentence } from "@/api/client";
import styles from "./parts.module.css";

/** A screen: a heading line with its actions, and a body that scrolls. */
export function Page({ title, actions, children, padded = true, aside }: { title: string; actions?: ReactNode; children: ReactNode; padded?: boolean; aside?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Everloop`;
  }, [title]);
  return (
    <section className={styles.page} aria-label={title}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {aside}
        <div className={styles.actions}>{actions}</div>
      </header>
      <div className={padded ? `${styles.body} ${styles.padded}` : styles.body} tabIndex={0}>{children}</div>
    </section>
  );
}

/** Nothing is here: what that means and what to do next. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.state} role="status">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** A failure as the sentence the server gave, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  if (isAbort(error)) return null;
  return (
    <div className={styles.error} role="alert">
      <span>{sentence(error)}</span>
      {retry && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div className={styles.state} role="status" aria-live="polite">
      <Loader type="dots" aria-hidden />
      <p>Loading {what}…</p>
    </div>
  );
}

/** What a query has come to: its data, or its loading or error state. */
export function Fetched<T>({ query, what, children }: { query: { data: T | undefined; error: Error | null; refetch: () => unknown }; what: string; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <Loading what={what} />;
}

/** As `Fetched`, for the one thing that a screen is about: until it is there the screen has its title, and a way to the list where there is no such thing. */
export function FetchedPage<T>({ query, what, title, list, children }: { query: { data: T | undefined; error: Error | null; refetch: () => unknown }; what: string; title: string; list: { to: string; title: string }; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <Page title={title}>
      {isGone ? (
        <EmptyState title={sentence(query.error)} action={<Button component={Link} to={list.to}>{list.title}</Button>}>
          The address may be old or mistyped, or you have no role there.
        </EmptyState>
      ) : (
        <Fetched query={query} what={what}>
          {() => null}
        </Fetched>
      )}
    </Page>
  );
}
