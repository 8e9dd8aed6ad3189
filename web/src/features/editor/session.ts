/** One person at work on one task: the lease, the labels in the editor, and their saving. */
import type { QueryClient } from "@tanstack/react-query";
import { ApiError, sentence } from "@/api/client";
import type { Picture } from "@/canvas/render/picture";
import { loadPicture } from "@/canvas/render/picture";
import { Editor } from "@/canvas/editor";
import type { Point } from "@/canvas/geometry/bounds";
import { Signal } from "@/canvas/signal";
import { itemOf } from "@/shared/places";
import * as ask from "./api";
import type { Item, Ontology, Project, Task } from "./api";
import { Autosave, isNotHeld } from "./autosave";
import { browserOutbox, NO_OUTBOX } from "./outbox";

export type Mode = "annotate" | "review" | "view";

export interface SessionOptions {
  project: string;
  task: string;
  user: string;
  workspace: string;
  client: QueryClient;
  say: (sentence: string) => void;
  onPin: (at: Point, objectId: string | null) => void;
}

const RENEW_MS = 5 * 60_000;
const LEFT_MS = 1_500;
const outbox = browserOutbox();

export class TaskSession {
  readonly task: Signal<Task>;
  /** What may be done, and where it is less than the person might expect, why. */
  readonly mode: Signal<{ kind: Mode; why: string }>;
  readonly picture = new Signal<{ picture: Picture | null; error: string }>({ picture: null, error: "" });
  private readonly onOnline = (): void => this.autosave.retry();
  private readonly renewing: ReturnType<typeof setInterval>;
  private isOver = false;

  private constructor(
    readonly project: Project,
    readonly ontology: Ontology,
    readonly item: Item,
    readonly editor: Editor,
    readonly autosave: Autosave,
    held: Held,
    private readonly free: () => void,
  ) {
    this.task = new Signal(held.task);
    this.mode = new Signal({ kind: held.mode, why: held.why });
    this.editor.allowEdits(held.mode === "annotate");
    this.renewing = setInterval(() => void this.renew(), RENEW_MS);
    window.addEventListener("online", this.onOnline);
  }

  static async open(options: SessionOptions): Promise<TaskSession> {
    const { client, project: name } = options;
    const key = `${options.user}/${options.workspace}/${name}/${options.task}`;
    const asked = client.fetchQuery(ask.projectQuery(name));
    // The picture takes longest, and who may see it now need not wait for the task; who may not yet asks again below.
    const likely = itemOf(options.task);
    const early = ask.addressOf(likely).then(loadPicture);
    early.catch(() => undefined);
    void client.prefetchQuery({ ...ask.itemQuery(likely), retry: false });
    const [free, project, first] = await Promise.all([onlyHere(key), asked, take(asked, name, options.task, options.user)]);
    try {
      const held = { ...first };
      if (!free) Object.assign(held, { mode: "view", why: "This task is open in another tab of yours; it is only shown here." });
      else if (held.mode !== "view") held.mode = kindOf(project, held.task) ?? "view";
      const { item: itemId, branch } = held.task;
      const picture = early.catch(() => ask.addressOf(itemId).then(loadPicture));
      picture.catch(() => undefined);
      const [item, ontology, row] = await Promise.all([
        client.fetchQuery(ask.itemQuery(itemId)),
        client.fetchQuery(ask.ontologyQuery(project.ontology, project.ontology_version)),
        ask.readLabels(name, itemId, branch),
      ]);
      const size = item.width && item.height ? { width: item.width, height: item.height } : await picture.then((one) => one.size);
      const editor = new Editor({ classes: ontology.classes, picture: size, newId, say: options.say, onPin: options.onPin });
      let session: TaskSession | null = null;
      const autosave = new Autosave({
        key,
        store: editor.store,
        outbox: free ? outbox : NO_OUTBOX,
        newRequest: () => crypto.randomUUID(),
        send: (request, base_rev, operations) => ask.saveLabels(name, itemId, branch, request, { base_rev, operations, token: (session?.task.get() ?? held.task).lease?.token ?? null }),
        regain: async () => (session ? session.renew() : false),
        now: Date.now,
      });
      await autosave.begin(row);
      session = new TaskSession(project, ontology, item, editor, autosave, held, free ?? (() => undefined));
      session.follow(picture);
      return session;
    } catch (error) {
      free?.();
      throw error;
    }
  }

  /** Of a new object. */
  newId(): string {
    return newId();
  }

  get token(): number | null {
    return this.task.get().lease?.token ?? null;
  }

  /** Whether the labels may be changed: always in annotation, in review where the reviewer fixes. */
  setFixing(isFixing: boolean): void {
    this.editor.allowEdits(this.mode.get().kind === "annotate" || (this.mode.get().kind === "review" && isFixing));
  }

  /** Keep the task; where the lease ran out, take it again. False: somebody else has it. */
  async renew(): Promise<boolean> {
    if (this.mode.get().kind === "view") return false;
    const { project, id } = this.task.get();
    try {
      this.task.set(await ask.renew(project, id, this.token));
      return true;
    } catch (error) {
      if (!isNotHeld(error)) return true;
      try {
        this.task.set(await ask.claim(project, id));
        return true;
      } catch (refused) {
        this.lose(sentence(refused));
        return false;
      }
    }
  }

  /** The task is no longer this person's: what is unsaved stays in the browser. */
  lose(why: string): void {
    this.mode.set({ kind: "view", why: `${why} What you did and is not saved is kept in this browser.` });
    this.editor.allowEdits(false);
  }

  end(): void {
    this.isOver = true;
    this.picture.get().picture?.close();
    clearInterval(this.renewing);
    window.removeEventListener("online", this.onOnline);
    void this.autosave.flush().finally(() => {
      this.autosave.end();
      this.editor.history.end();
      this.free();
    });
  }

  private follow(picture: Promise<Picture>): void {
    picture.then(
      (one) => (this.isOver ? one.close() : this.picture.set({ picture: one, error: "" })),
      (error: unknown) => this.picture.set({ picture: null, error: sentence(error) }),
    );
  }
}

interface Held {
  task: Task;
  mode: Mode;
  why: string;
}

/** Take the task, or keep it where it is held already; else only look at it. */
async function take(asked: Promise<Project>, project: string, task: string, user: string): Promise<Held> {
  const seen = await ask.readTask(project, task).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });
  if (seen && kindOf(await asked, seen) === null) return { task: seen, mode: "view", why: "" };
  try {
    const mine = seen?.lease?.holder === user ? await ask.renew(project, task, null) : await ask.claim(project, task);
    return { task: mine, mode: "annotate", why: "" };
  } catch (refused) {
    if (!seen || !isNotHeld(refused)) throw refused;
    return { task: seen, mode: "view", why: sentence(refused) };
  }
}

function kindOf(project: Project, task: Task): "annotate" | "review" | null {
  const kind = project.graph.stages.find((stage) => stage.id === task.stage)?.kind;
  return kind === "annotate" || kind === "review" ? kind : null;
}

/** A hold that ends with this tab; null: another tab has it. One that is just being left is waited for. */
function onlyHere(key: string): Promise<(() => void) | null> {
  if (!("locks" in navigator)) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    const held = navigator.locks.request(`everloop-editor/${key}`, { signal: AbortSignal.timeout(LEFT_MS) }, () => new Promise<void>((release) => resolve(release)));
    held.catch(() => resolve(null));
  });
}

/** 26 letters and digits. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => "0123456789abcdefghijklmnopqrstuv"[byte % 32]).join("");
}
