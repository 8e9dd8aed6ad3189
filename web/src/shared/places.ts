/** Where screens are, for features that lead to each other without importing each other. */
export const DATA = "/explore";

/** The search params that show one item, or the items of a set, in the explorer. */
export const itemSearch = (item: string) => ({ item });
export const setSearch = (hash: string) => ({ filter: [{ set: hash }] });

const MAIN = ".main";

/** The label editor of a task. A path with a dot would be taken for a file, so `<item>.main` is `<item>`, another branch `<item>~<branch>`. */
export const taskPath = (project: string, task: string): string => `/projects/${project}/tasks/${task.endsWith(MAIN) ? task.slice(0, -MAIN.length) : task.replace(".", "~")}`;
