/** Lists that come in pages. */
interface PageOf<T> {
  items: T[];
  cursor?: string | null;
}

/** All pages of a list, up to `most` items: for lists that a person reads whole (members, projects, ontologies). */
export async function everyPage<T>(ask: (cursor: string | null) => Promise<PageOf<T>>, most = 2_000): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const page: PageOf<T> = await ask(cursor);
    found.push(...page.items);
    cursor = page.cursor ?? null;
  } while (cursor !== null && found.length < most);
  return found;
}
