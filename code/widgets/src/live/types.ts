/** What the page and its worker say to each other. No behavior. */

/** What the press says of the runtime: where it is, and each file's name, bytes and sha256. */
export interface Runtime {
  readonly base: string;
  /** Python that runs before the first cell: the imports of the page's other cells. */
  readonly imports: string;
  readonly files: readonly (readonly [name: string, size: number, sha256: string])[];
}

export interface PythonError {
  readonly type: string;
  readonly message: string;
  /** The module that was not found, of an import. */
  readonly module: string | null;
  /** From the outermost call to the innermost. */
  readonly lines: readonly { readonly cell: string; readonly line: number }[];
}

export type RunResult =
  | { readonly ok: true; readonly value: string | null; readonly note: string | null }
  | { readonly ok: false; readonly error: PythonError };

export interface CheckResult {
  readonly passed: readonly boolean[];
  readonly errors: readonly (PythonError | null)[];
  readonly slip: number | null;
  /** Of the reader's own code; nothing was checked then. */
  readonly error: PythonError | null;
}

/** What `plot` hands over. null stands for what is no finite number. */
export interface Plot {
  readonly x: readonly (number | null)[];
  readonly lines: readonly (readonly (number | null)[])[];
  readonly points: boolean;
  readonly log: boolean;
  readonly xlabel: string;
  readonly ylabel: string;
}

export interface CheckTask {
  readonly source: string;
  readonly checks: readonly string[];
  readonly slips: readonly string[];
  readonly prelude: readonly string[];
}

/** Why Python could not be started. */
export type Failure =
  | { readonly why: "missing"; readonly file: string; readonly status: number }
  | { readonly why: "unreachable"; readonly file: string }
  | { readonly why: "damaged"; readonly file: string }
  | { readonly why: "forbidden" }
  | { readonly why: "silent" }
  | { readonly why: "broken"; readonly message: string };

export type Ask =
  | { readonly type: "boot"; readonly base: string; readonly runtime: Runtime; readonly lock: string; readonly again: boolean }
  | { readonly type: "run"; readonly id: number; readonly source: string; readonly name: string }
  | { readonly type: "check"; readonly id: number; readonly task: CheckTask };

export type Answer =
  /** The worker runs, and holds its lock. */
  | { readonly type: "alive" }
  | { readonly type: "loaded"; readonly bytes: number }
  | { readonly type: "starting" }
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly failure: Failure }
  | { readonly type: "out" | "err" | "plot"; readonly id: number; readonly text: string }
  | { readonly type: "ran"; readonly id: number; readonly result: RunResult }
  | { readonly type: "checked"; readonly id: number; readonly result: CheckResult }
  /** Python itself broke down; the worker is of no more use. */
  | { readonly type: "fatal"; readonly id: number; readonly message: string };
