// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Draft, mark, PREFIX } from "../src/live/drafts.ts";
import { Ended, Engine, NotStarted } from "../src/live/engine.ts";
import { Failed, fetchAll, type Net } from "../src/live/fetch.ts";
import { withEdits } from "../src/live/notebook.ts";
import { described } from "../src/live/plot.ts";
import { advice, failed, headline, offer, place, progress, took } from "../src/live/sentences.ts";
import type { Answer, Ask, Runtime } from "../src/live/types.ts";

const runtime: Runtime = { base: "py/", imports: "", files: [["a.wasm", 4, "sum-of-a"], ["b.zip", 2, "sum-of-b"]] };

function net(files: Record<string, Response | Error>, sums: Record<number, string | null> = { 4: "sum-of-a", 2: "sum-of-b" }): Net {
  return {
    fetch: async (address) => {
      const answer = files[address.slice("/py/".length)] ?? new Response(null, { status: 404 });
      if (answer instanceof Error) throw answer;
      return answer;
    },
    sha256: async (bytes) => sums[bytes.length] ?? null,
  };
}
const bytes = (...list: number[]): Response => new Response(new Uint8Array(list));
const good = (): Record<string, Response | Error> => ({ "a.wasm": bytes(1, 2, 3, 4), "b.zip": bytes(5, 6) });

describe("the files of the runtime", () => {
  test("arrive whole, and their bytes are counted", async () => {
    const counted: number[] = [];
    const files = await fetchAll("/py/", runtime, net(good()), (sum) => counted.push(sum));
    expect([...files.keys()]).toEqual(["a.wasm", "b.zip"]);
    expect([...files.get("a.wasm")!]).toEqual([1, 2, 3, 4]);
    expect(counted.at(-1)).toBe(6);
  });

  const cases: [string, Record<string, Response | Error>, Record<number, string | null> | undefined, object][] = [
    ["missing", { ...good(), "b.zip": new Response(null, { status: 404 }) }, undefined, { why: "missing", file: "b.zip", status: 404 }],
    ["unreachable", { ...good(), "a.wasm": new TypeError("no network") }, undefined, { why: "unreachable", file: "a.wasm" }],
    ["too short", { ...good(), "a.wasm": bytes(1, 2, 3) }, undefined, { why: "damaged", file: "a.wasm" }],
    ["too long", { ...good(), "a.wasm": bytes(1, 2, 3, 4, 5) }, undefined, { why: "damaged", file: "a.wasm" }],
    ["of another checksum", good(), { 4: "other", 2: "sum-of-b" }, { why: "damaged", file: "a.wasm" }],
  ];
  test.each(cases)("one that is %s is told by its name", async (_, files, sums, failure) => {
    const told = await fetchAll("/py/", runtime, net(files, sums), () => {}).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(Failed);
    expect((told as Failed).failure).toEqual(failure);
  });

  test("are taken by their size where the browser has no checksum", async () => {
    await expect(fetchAll("/py/", runtime, net(good(), {}), () => {})).resolves.toBeDefined();
  });

  test("are asked past the cache after a failure", async () => {
    const asked: (RequestCache | undefined)[] = [];
    const inner = net(good());
    await fetchAll("/py/", runtime, { ...inner, fetch: (address, options) => (asked.push(options.cache), inner.fetch(address, options)) }, () => {}, true);
    expect(asked).toEqual(["reload", "reload"]);
  });
});

/** A worker that answers as a test tells it to. */
class FakeWorker extends EventTarget {
  readonly asked: Ask[] = [];
  ended = false;
  postMessage(ask: Ask): void {
    this.asked.push(ask);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: Answer): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

describe("the engine", () => {
  let workers: FakeWorker[];
  let engine: Engine;
  beforeEach(() => {
    vi.useFakeTimers();
    workers = [];
    engine = new Engine(runtime, "/py/", () => {
      workers.push(new FakeWorker());
      return workers.at(-1) as unknown as Worker;
    });
  });
  afterEach(() => vi.useRealTimers());
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  const done = { ok: true, value: "1", note: null } as const;

  test("starts one worker, and asks one thing after the other", async () => {
    const first = engine.run("a", "cell 1", () => {});
    const second = engine.run("b", "cell 2", () => {});
    await settle();
    expect(workers).toHaveLength(1);
    expect(workers[0]!.asked.map(({ type }) => type)).toEqual(["boot"]);
    workers[0]!.say({ type: "ready" });
    await settle();
    expect(workers[0]!.asked.map(({ type }) => type)).toEqual(["boot", "run"]);
    workers[0]!.say({ type: "ran", id: 1, result: done });
    await settle();
    expect(workers[0]!.asked).toHaveLength(3);
    workers[0]!.say({ type: "ran", id: 2, result: done });
    expect([await first, await second]).toEqual([done, done]);
  });

  test("passes on what a run says, and nothing of another", async () => {
    const heard: string[] = [];
    const run = engine.run("a", "cell 1", (kind, text) => heard.push(`${kind} ${text}`));
    await settle();
    workers[0]!.say({ type: "ready" });
    await settle();
    workers[0]!.say({ type: "out", id: 1, text: "x" });
    workers[0]!.say({ type: "out", id: 7, text: "late" });
    workers[0]!.say({ type: "ran", id: 1, result: done });
    await run;
    expect(heard).toEqual(["out x"]);
  });

  test("stops at once, and the next run gets a fresh worker and a new generation", async () => {
    const run = engine.run("a", "cell 1", () => {}).catch((error: unknown) => error);
    await settle();
    workers[0]!.say({ type: "ready" });
    await settle();
    const before = engine.generation;
    engine.stop();
    expect(await run).toBeInstanceOf(Ended);
    expect(workers[0]!.ended).toBe(true);
    void engine.run("b", "cell 2", () => {});
    await settle();
    expect(workers).toHaveLength(2);
    expect(engine.generation).toBeGreaterThan(before);
  });

  test("can be stopped while it starts", async () => {
    const run = engine.run("a", "cell 1", () => {}).catch((error: unknown) => error);
    await settle();
    engine.stop();
    expect(await run).toBeInstanceOf(Ended);
  });

  test("gives up on a start without a word, and tries anew past the cache", async () => {
    const run = engine.run("a", "cell 1", () => {}).catch((error: unknown) => error);
    await settle();
    await vi.advanceTimersByTimeAsync(119_000);
    workers[0]!.say({ type: "loaded", bytes: 1 });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(workers[0]!.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    const told = await run;
    expect(told).toBeInstanceOf(NotStarted);
    expect((told as NotStarted).failure).toEqual({ why: "silent" });
    void engine.boot().catch(() => {});
    expect(workers[1]!.asked[0]).toMatchObject({ type: "boot", again: true });
  });

  test("tells a breakdown of Python itself, and starts over", async () => {
    const run = engine.run("a", "cell 1", () => {}).catch((error: unknown) => error);
    await settle();
    workers[0]!.say({ type: "ready" });
    await settle();
    workers[0]!.say({ type: "fatal", id: 1, message: "Maximum call stack size exceeded" });
    expect(((await run) as Ended).message).toContain("so deep that Python itself gave up");
    expect(engine.alive).toBe(false);
  });
});

describe("what is said", () => {
  const error = { type: "NameError", message: "name 'k' is not defined", module: null, lines: [] };

  test("of every way in which Python may fail to start: what, and what to do", () => {
    const all = [
      { why: "missing", file: "f", status: 404 }, { why: "unreachable", file: "f" }, { why: "damaged", file: "f" },
      { why: "forbidden" }, { why: "silent" }, { why: "broken", message: "m" },
    ] as const;
    const sentences = all.map(failed);
    expect(new Set(sentences).size).toBe(all.length);
    for (const sentence of sentences) expect(sentence).toContain("The result below is the book’s own.");
  });

  test("of errors, with advice where the message does not help", () => {
    expect(headline(error)).toBe("NameError: name 'k' is not defined");
    expect(advice(error, 0)).toBe("");
    expect(advice(error, 2)).toContain("Run all above");
    expect(advice({ ...error, type: "ModuleNotFoundError", module: "torch" })).toContain("not torch");
    expect(advice({ ...error, type: "MemoryError" })).toContain("1 GB");
  });

  test("of places, times and sizes", () => {
    expect(place({ cell: "cell 2", line: 3 }, "cell 2")).toBe("line 3");
    expect(place({ cell: "cell 1", line: 3 }, "cell 2")).toBe("cell 1, line 3");
    expect([took(0.2), took(49.6), took(2345)]).toEqual(["Done in 1 ms.", "Done in 50 ms.", "Done in 2.3 s."]);
    expect(progress(4_200_000, 16_325_529)).toBe("4.2 of 16.3 MB");
    expect(offer(1)).toContain("a cell above");
    expect(offer(3)).toContain("3 cells above");
  });

  test("of a plot, for those who do not see it", () => {
    const plot = { x: [0, 1, 2], points: false, log: true, xlabel: "", ylabel: "" };
    expect(described({ ...plot, lines: [[43, null, 7]] })).toBe(
      "Plot, logarithmic: x from 0 to 2; the line starts at 43, ends at 7, lowest 7, highest 43.");
    expect(described({ ...plot, lines: [[null], [1]] })).toContain("line 1 has no finite value; line 2");
  });
});

describe("the reader's own version", () => {
  test("is kept under the page, the place and the cell as it was built", () => {
    const draft = new Draft("/lesson.html", 2, "a = 1", () => localStorage);
    expect(draft.key).toBe(`${PREFIX}/lesson.html:2:${mark("a = 1")}`);
    draft.write("a = 2");
    expect(new Draft("/lesson.html", 2, "a = 1", () => localStorage).read()).toBe("a = 2");
    expect(new Draft("/lesson.html", 2, "a = 3", () => localStorage).read()).toBeNull();
    draft.write(null);
    expect(draft.read()).toBeNull();
  });

  test("lasts as long as the page where the browser keeps nothing", () => {
    const draft = new Draft("/", 0, "", () => {
      throw new Error("forbidden");
    });
    expect(() => draft.write("x")).not.toThrow();
    expect(draft.read()).toBeNull();
  });

  test("stands in the notebook, without an output that is no longer true", () => {
    const cell = (source: string | string[]) => ({ cell_type: "code", source, outputs: [1], execution_count: 3 });
    const made = withEdits({ cells: [cell(["a = 1\n", "b = 2\n"]), cell("c = 3"), { cell_type: "markdown", source: "a = 1\nb = 2" }] },
      [{ built: "a = 1\nb = 2", mine: "a = 9" }]);
    expect(made.cells[0]).toEqual({ cell_type: "code", source: "a = 9", outputs: [], execution_count: null });
    expect(made.cells[1]).toEqual(cell("c = 3"));
    expect(made.cells[2]!.source).toBe("a = 1\nb = 2");
  });
});
