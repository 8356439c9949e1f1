/** The page's Python: a module worker that loads the runtime, then runs one thing after the other. */
import runner from "../../../press/core/live_runner.py";
import { browser, Failed, fetchAll } from "./fetch.ts";
import type { Answer, Ask, CheckTask, Failure } from "./types.ts";

/** Python gets as much as a phone can spare; beyond it an array raises MemoryError and the page lives on. */
const MOST_MEMORY = 1024 ** 3;
const PAGE = 65_536;
/** The smallest module there is: where it may not be compiled, nothing else may. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

interface Python {
  runPython(code: string, options?: { filename?: string }): unknown;
  loadPackage(name: string, options: { messageCallback: (text: string) => void }): Promise<unknown>;
}
interface Serve {
  (kind: string, argument: string, name: string): string;
}
interface Module {
  loadPyodide(options: Record<string, unknown>): Promise<Python>;
}

let serve: Serve | null = null;
let current = 0;

const say = (answer: Answer): void => postMessage(answer);

addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  if (data.type === "boot") {
    boot(data).then(
      () => say({ type: "ready" }),
      (error: unknown) => say({ type: "failed", failure: failureOf(error) }),
    );
    return;
  }
  current = data.id;
  try {
    if (!serve) throw new Error("Python is not ready");
    if (data.type === "run") {
      say({ type: "ran", id: data.id, result: JSON.parse(serve("run", data.source, data.name)) });
    } else {
      say({ type: "checked", id: data.id, result: JSON.parse(serve("check", JSON.stringify(data.task satisfies CheckTask), "")) });
    }
  } catch (error) {
    say({ type: "fatal", id: data.id, message: String((error as Error)?.message ?? error) });
  }
});

function failureOf(error: unknown): Failure {
  return error instanceof Failed ? error.failure : { why: "broken", message: String((error as Error)?.message ?? error) };
}

async function boot({ base, runtime, lock, again }: Extract<Ask, { type: "boot" }>): Promise<void> {
  await hold(lock);
  say({ type: "alive" });
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch {
    throw new Failed({ why: "forbidden" });
  }
  limitMemory();
  const files = await fetchAll(base, runtime, browser, (bytes) => say({ type: "loaded", bytes }), again);
  say({ type: "starting" });
  serveFromMemory(base, files);
  const module = (await import(`${base}pyodide.mjs`)) as Module;
  const python = await module.loadPyodide({ indexURL: base, stdin: () => null, stderr: () => {} });
  await python.loadPackage("numpy", { messageCallback: () => {} });
  python.runPython("import numpy"); // loading resolves even where a file is missing
  python.runPython(runner, { filename: "live_runner.py" });
  const begin = python.runPython(BEGIN) as (emit: (kind: Answer["type"], text: string) => void) => Serve;
  serve = begin((kind, text) => say({ type: kind as "out", id: current, text }));
  serve("run", runtime.imports, "imports");
}

/** A lock that is held as long as this worker lives: when it is free, the page knows of its end. */
function hold(lock: string): Promise<void> {
  return new Promise((held) => {
    if (!navigator.locks) return held();
    void navigator.locks.request(lock, () => {
      held();
      return new Promise(() => {});
    });
  });
}

const BEGIN = `
def _begin(emit):
    session = Session(emit)
    def serve(kind, argument, name):
        if kind == "run":
            return json.dumps(session.run(argument, name))
        task = json.loads(argument)
        return json.dumps(session.check(task["source"], task["checks"], task["slips"], task["prelude"]))
    return serve
_begin
`;

function limitMemory(): void {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function limited(this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError("more memory than a page may use");
    return grow.call(this, pages);
  };
}

/** What was verified is what is run: the loader's own requests get the very bytes. */
function serveFromMemory(base: string, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void {
  const outside = globalThis.fetch;
  globalThis.fetch = async (asked, options) => {
    const address = asked instanceof Request ? asked.url : String(asked);
    const data = address.startsWith(base) ? files.get(address.slice(base.length)) : undefined;
    if (!data) return outside(asked, options);
    const type = address.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(data, { headers: { "content-type": type } });
  };
}
