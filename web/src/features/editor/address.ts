/** Tasks in addresses: a path with a dot would be taken for a file, so that `<item>.main` is `<item>`, and `<item>.<branch>` is `<item>~<branch>`. */
const MAIN = ".main";

export const taskAddress = (project: string, task: string): string => `/projects/${project}/tasks/${task.endsWith(MAIN) ? task.slice(0, -MAIN.length) : task.replace(".", "~")}`;

/** The id of the task that the last part of an address names. */
export const taskOf = (part: string): string => (part.includes("~") ? part.replace("~", ".") : part.includes(".") ? part : `${part}${MAIN}`);
