/** How the numbers of an evaluation are written. */

/** COCO's twelve, in its order. */
export const STATISTICS = ["AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "AR_1", "AR_10", "AR_100", "AR_small", "AR_medium", "AR_large"] as const;

/** A share with three places; a dash where there is nothing to say (COCO writes −1). */
export function share(value: number | null | undefined): string {
  return value === null || value === undefined || value < 0 ? "–" : value.toFixed(3);
}

/** A change with its sign. */
export function change(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(4)}`;
}

/** Where a row stands in an order in which what is not known comes last. */
export function byNumber<T>(of: (one: T) => number | null | undefined, falling: boolean): (a: T, b: T) => number {
  const known = (value: number | null | undefined) => value !== null && value !== undefined && value >= 0;
  return (a, b) => {
    const [x, y] = [of(a), of(b)];
    if (!known(x) || !known(y)) return Number(known(y)) - Number(known(x));
    return falling ? (y ?? 0) - (x ?? 0) : (x ?? 0) - (y ?? 0);
  };
}

/** The classes that take part in most confusions (not counting the diagonal), the worst first; places in the matrix. */
export function mostConfused(matrix: readonly (readonly number[])[], most: number): number[] {
  const last = matrix.length - 1;
  const wrong = matrix.slice(0, last).map((row, at) => {
    const missed = row.reduce((sum, count, column) => sum + (column === at ? 0 : count), 0);
    const taken = matrix.reduce((sum, other, index) => sum + (index === at ? 0 : (other[at] ?? 0)), 0);
    return { at, count: missed + taken, seen: row.reduce((sum, count) => sum + count, 0) + taken };
  });
  return wrong
    .filter((one) => one.seen > 0)
    .sort((a, b) => b.count - a.count || a.at - b.at)
    .slice(0, most)
    .map((one) => one.at)
    .sort((a, b) => a - b);
}
