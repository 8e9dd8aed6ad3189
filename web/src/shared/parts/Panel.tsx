import type { ReactNode } from "react";
import styles from "./layout.module.css";

/** A part of a screen with a heading. */
export function Panel({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.panelhead}>
        <h2>{title}</h2>
        {actions && <div className={styles.panelactions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** A number that a person looks for, with its name. */
export function Figure({ name, value, hint }: { name: string; value: ReactNode; hint?: string }) {
  return (
    <div className={styles.figure} title={hint}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <dl className={styles.figures}>{children}</dl>;
}

/** Panels beneath each other; `wide` ones beside each other where there is room. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

export function Columns({ children }: { children: ReactNode }) {
  return <div className={styles.columns}>{children}</div>;
}

/** Fields of a form in a row, the buttons at its end. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className={styles.formrow}>{children}</div>;
}

export function Quiet({ children }: { children: ReactNode }) {
  return <p className={styles.quiet}>{children}</p>;
}
