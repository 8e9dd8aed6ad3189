/**
 * The next task of a stage that this tab set aside, by the key of its claim. Who claims under that key gets that task, also
 * where the page was left before the claim was answered: then it would else be held until its lease runs out.
 */
const name = (project: string, stage: string): string => `everloop/aside/${project}/${stage}`;

/** Where the browser keeps nothing over a reload. */
const memory = new Map<string, string>();

/** A new key, kept while the tab lives. */
export function setAside(project: string, stage: string): string {
  const key = crypto.randomUUID();
  try {
    sessionStorage.setItem(name(project, stage), key);
  } catch {
    memory.set(name(project, stage), key);
  }
  return key;
}

/** The key of what is set aside, which is then no longer so; undefined: nothing is, or not under the key that is `asked` for. */
export function takeAside(project: string, stage: string, asked?: string): string | undefined {
  const at = name(project, stage);
  const key = memory.get(at) ?? read(at);
  if (key === undefined || (asked !== undefined && asked !== key)) return undefined;
  memory.delete(at);
  try {
    sessionStorage.removeItem(at);
  } catch {
    // Nothing is kept there.
  }
  return key;
}

function read(at: string): string | undefined {
  try {
    return sessionStorage.getItem(at) ?? undefined;
  } catch {
    return undefined;
  }
}
