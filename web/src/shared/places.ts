/** Where screens are, for features that lead to each other without importing each other. */
export const DATA = "/explore";

/** The search params that show one item, or the items of a set, in the explorer. */
export const itemSearch = (item: string) => ({ item });
export const setSearch = (hash: string) => ({ filter: [{ set: hash }] });

const MAIN = ".main";

/** The label editor of a task. A path with a dot would be taken for a file, so `<item>.main` is `<item>`, another branch `<item>~<branch>`. */
export const taskPath = (project: string, task: string): string => `/projects/${project}/tasks/${task.endsWith(MAIN) ? task.slice(0, -MAIN.length) : task.replace(".", "~")}`;

/** The id of the task that the last part of its address names. */
export const taskOf = (part: string): string => (part.includes("~") ? part.replace("~", ".") : part.includes(".") ? part : `${part}${MAIN}`);

/** The item that a task is about. */
export const itemOf = (task: string): string => task.split(".", 1)[0] ?? task;
