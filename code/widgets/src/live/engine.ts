/** The page's end of its Python: starts the worker, sends it one thing at a time, and knows when it is gone. */
import { brokeDown, DIED, STOPPED } from "./sentences.ts";
import type { Answer, Ask, CheckResult, CheckTask, Failure, Runtime, RunResult } from "./types.ts";

/** Without a word for so long, a start has failed. */
const SILENCE = 120_000; // ms

/** The worker's end before its answer: by the reader, by the browser, or by Python itself. */
export class Ended extends Error {}
export class NotStarted extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.why);
    this.failure = failure;
  }
}

export type Hear = (kind: "out" | "err" | "plot", text: string) => void;
export interface Progress {
  readonly loaded: number;
  readonly total: number;
  readonly starting: boolean;
}

interface Waiting {
  readonly id: number;
  readonly hear: Hear;
  readonly resolve: (result: never) => void;
  readonly reject: (reason: Ended) => void;
}

export class Engine {
  /** Counts the workers: what ran in an earlier one is gone. */
  generation = 0;
  onprogress: (progress: Progress) => void = () => {};
  private readonly runtime: Runtime;
  private readonly base: string;
  private readonly make: () => Worker;
  private worker: Worker | null = null;
  private booted: Promise<void> | null = null;
  private refuse: ((reason: NotStarted | Ended) => void) | null = null;
  private waiting: Waiting | null = null;
  private line: Promise<unknown> = Promise.resolve();
  private ids = 0;
  private failedBefore = false;

  constructor(runtime: Runtime, base: string, make: () => Worker) {
    this.runtime = runtime;
    this.base = base;
    this.make = make;
  }

  get total(): number {
    return this.runtime.files.reduce((sum, [, size]) => sum + size, 0);
  }

  /** Whether Python is there, and its variables. */
  get alive(): boolean {
    return this.worker !== null;
  }

  /** Starts Python unless it is there. Rejects with NotStarted; the next call tries anew. */
  boot(): Promise<void> {
    this.booted ??= this.start().catch((error: unknown) => {
      this.end();
      this.failedBefore = error instanceof NotStarted;
      throw error;
    });
    return this.booted;
  }

  private start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const generation = ++this.generation;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const refuse = (reason: NotStarted | Ended): void => {
        clearTimeout(timer);
        document.removeEventListener("securitypolicyviolation", violated);
        reject(reason);
      };
      const fail = (failure: Failure): void => refuse(new NotStarted(failure));
      const violated = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
        if (/worker|script|child/.test(effectiveDirective)) fail({ why: "forbidden" });
      };
      const listen = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => fail({ why: "silent" }), SILENCE);
      };
      this.refuse = refuse;
      document.addEventListener("securitypolicyviolation", violated);
      listen();
      try {
        this.worker = this.make();
      } catch {
        return fail({ why: "forbidden" });
      }
      // The event comes before word of a violated policy does.
      this.worker.addEventListener("error", () => setTimeout(() => fail({ why: "unreachable", file: "the page’s worker" }), 50));
      this.worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        if (generation !== this.generation) return;
        if (data.type === "loaded") this.onprogress({ loaded: data.bytes, total: this.total, starting: false });
        else if (data.type === "starting") this.onprogress({ loaded: this.total, total: this.total, starting: true });
        else if (data.type === "failed") fail(data.failure);
        else if (data.type === "ready") {
          clearTimeout(timer);
          document.removeEventListener("securitypolicyviolation", violated);
          this.refuse = null;
          resolve();
          return;
        } else if (data.type === "alive") this.watch(generation);
        else this.hear(data);
        if (this.refuse) listen();
      });
      const lock = `downhill-python-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      this.lock = lock;
      this.send({ type: "boot", base: this.base, runtime: this.runtime, lock, again: this.failedBefore });
    });
  }

  private lock = "";

  /** The worker holds a lock while it lives. Whoever gets it after, knows that it is gone, however it ended. */
  private watch(generation: number): void {
    void navigator.locks?.request(this.lock, () => {
      if (generation !== this.generation || !this.worker) return;
      this.refuse?.(new Ended(DIED));
      this.end(DIED);
    });
  }

  private hear(data: Answer): void {
    const { waiting } = this;
    if (!waiting || !("id" in data) || data.id !== waiting.id) return;
    if (data.type === "out" || data.type === "err" || data.type === "plot") waiting.hear(data.type, data.text);
    else if (data.type === "fatal") this.end(brokeDown(data.message));
    else if (data.type === "ran" || data.type === "checked") {
      this.waiting = null;
      waiting.resolve(data.result as never);
    }
  }

  private send(ask: Ask): void {
    this.worker?.postMessage(ask);
  }

  run(source: string, name: string, hear: Hear): Promise<RunResult> {
    return this.ask<RunResult>((id) => ({ type: "run", id, source, name }), hear);
  }

  check(task: CheckTask): Promise<CheckResult> {
    return this.ask<CheckResult>((id) => ({ type: "check", id, task }), () => {});
  }

  /** One after the other, each after the last has ended, however it ended. */
  private ask<T>(make: (id: number) => Ask, hear: Hear): Promise<T> {
    const turn = this.line.then(async () => {
      await this.boot();
      return new Promise<T>((resolve, reject) => {
        const id = ++this.ids;
        this.waiting = { id, hear, resolve: resolve as (result: never) => void, reject };
        this.send(make(id));
      });
    });
    this.line = turn.catch(() => {});
    return turn;
  }

  /** Ends Python at once, whatever it does. */
  stop(): void {
    this.refuse?.(new Ended(STOPPED));
    this.end(STOPPED);
  }

  private end(reason = STOPPED): void {
    this.worker?.terminate();
    this.worker = null;
    this.booted = null;
    this.refuse = null;
    this.generation += 1;
    const { waiting } = this;
    this.waiting = null;
    waiting?.reject(new Ended(reason));
  }
}
