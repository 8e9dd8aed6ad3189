import { useNavigate } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import styles from "../projects.module.css";

const BOX = { width: 132, height: 56, gap: 84, top: 34 };

/** The stages as boxes with their counts, the moves as arrows: forward along the line, back in a bow beneath. */
export function WorkflowPicture({ stages, counts, project }: { stages: readonly Schemas["Stage"][]; counts: readonly Schemas["StageCount"][]; project: string }) {
  const navigate = useNavigate();
  const shown = stages.filter((one) => one.kind !== "archive" || (counts.find((count) => count.stage === one.id)?.tasks ?? 0) > 0);
  const x = (index: number) => 8 + index * (BOX.width + BOX.gap);
  const width = x(shown.length) - BOX.gap + 8;
  const open = (stage: string) => void navigate({ to: `/projects/${project}`, search: { tab: "queue", stage } as never });
  const moves = shown.flatMap((from, at) =>
    Object.entries(from.next ?? {}).map(([action, to]) => ({ action, from: at, to: shown.findIndex((one) => one.id === to) })),
  );
  return (
    <svg viewBox={`0 0 ${width} 150`} className={styles.workflow} role="group" aria-label="Workflow: stages and how many tasks are in each">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 8 4 0 8z" className={styles.tip} />
        </marker>
      </defs>
      {moves
        .filter((one) => one.to >= 0)
        .map((one) => {
          const forward = one.to > one.from;
          const middle = BOX.top + BOX.height / 2;
          const startX = forward ? x(one.from) + BOX.width : x(one.from) + BOX.width / 2;
          const endX = forward ? x(one.to) : x(one.to) + BOX.width / 2;
          const bottom = BOX.top + BOX.height;
          const path = forward ? `M${startX} ${middle}H${endX}` : `M${startX} ${bottom}C${startX} ${bottom + 44} ${endX} ${bottom + 44} ${endX} ${bottom}`;
          return (
            <g key={`${one.from}${one.action}`}>
              <path d={path} className={styles.move} markerEnd="url(#arrow)" />
              <text x={(startX + endX) / 2} y={forward ? middle - 6 : bottom + 46} className={styles.action} textAnchor="middle">
                {one.action}
              </text>
            </g>
          );
        })}
      {shown.map((one, at) => {
        const count = counts.find((found) => found.stage === one.id)?.tasks ?? 0;
        return (
          <g
            key={one.id}
            role="link"
            tabIndex={0}
            className={styles.stage}
            onClick={() => open(one.id)}
            onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && open(one.id)}
          >
            <rect x={x(at)} y={BOX.top} width={BOX.width} height={BOX.height} rx={6} data-kind={one.kind} />
            <text x={x(at) + BOX.width / 2} y={BOX.top + 22} textAnchor="middle" className={styles.stagename}>
              {one.title}
            </text>
            <text x={x(at) + BOX.width / 2} y={BOX.top + 44} textAnchor="middle" className={styles.stagecount}>
              {` ${count.toLocaleString("en")} ${count === 1 ? "task" : "tasks"}`}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
