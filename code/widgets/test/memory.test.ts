import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { Memory, parseEntry, PREFIX, type Entry, type Store } from "../src/question/memory.ts";

class Shelf implements Store {
  readonly map = new Map<string, string>();
  get length() { return this.map.size; }
  key(i: number) { return [...this.map.keys()][i] ?? null; }
  getItem(key: string) { return this.map.get(key) ?? null; }
  setItem(key: string, value: string) { this.map.set(key, value); }
  removeItem(key: string) { this.map.delete(key); }
}

const entry = (more: Partial<Entry> = {}): Entry =>
  ({ hash: "h", answer: { typed: ["4.1"] }, verdict: "right", tries: 1, sure: null, at: 5, ...more });

describe("the memory", () => {
  test("gives back what was kept, under a key of the question's own", () => {
    const shelf = new Shelf();
    const memory = new Memory(() => shelf);
    memory.set("q-a", entry());
    expect(new Memory(() => shelf).get("q-a", "h")).toEqual(entry());
    expect([...shelf.map.keys()]).toEqual(["downhill:1:q-a"]);
  });

  test("asks a changed question anew, and keeps what is there until the next answer", () => {
    const shelf = new Shelf();
    const memory = new Memory(() => shelf);
    memory.set("q-a", entry());
    expect(memory.get("q-a", "other")).toBeNull();
    expect(memory.get("q-a", "h")).toEqual(entry());
    memory.set("q-a", entry({ hash: "other" }));
    expect(memory.get("q-a", "h")).toBeNull();
    expect(memory.get("q-a", "other")?.hash).toBe("other");
  });

  test("finds a renamed question's answer under an id it had before", () => {
    const shelf = new Shelf();
    const memory = new Memory(() => shelf);
    memory.set("q-old", entry({ hash: "other" }));
    memory.set("q-older", entry({ tries: 3 }));
    const before = JSON.stringify([...shelf.map]);
    expect(memory.get("q-new", "h", ["q-old", "q-older"])).toEqual(entry({ tries: 3 }));
    expect(memory.get("q-new", "h", ["q-old"])).toBeNull();
    expect(memory.get("q-new", "h")).toBeNull();
    expect(JSON.stringify([...shelf.map])).toBe(before);
    memory.set("q-new", entry({ tries: 4 }));
    expect(memory.get("q-new", "h", ["q-old", "q-older"])?.tries).toBe(4);
    expect(memory.get("q-new", "changed", ["q-old", "q-older"])).toBeNull();
  });

  test("believes nothing that it did not write", () => {
    for (const text of ["", "{", "null", "[]", "7", '"x"', "{}", '{"hash":"h"}', '{"hash":"h","answer":{"typed":[1]},"verdict":"right","tries":1,"sure":null}',
      '{"hash":"h","answer":{"chosen":[-1]},"verdict":"right","tries":1,"sure":null}', '{"hash":"h","answer":{"chosen":[1]},"verdict":"best","tries":1,"sure":null}']) {
      expect(parseEntry(text)).toBeNull();
    }
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const read = parseEntry(text);
      expect(read === null || typeof read.hash === "string").toBe(true);
    }));
  });

  test("that is forbidden or full says so once, and never throws", () => {
    const no = () => { throw new DOMException("denied", "SecurityError"); };
    const full = Object.assign(new Shelf(), { setItem: () => { throw new DOMException("full", "QuotaExceededError"); } });
    const angry: Store = { length: 1, key: no, getItem: no, setItem: no, removeItem: no };
    for (const open of [no, () => full, () => angry]) {
      const memory = new Memory(open);
      memory.onfail = vi.fn();
      expect(memory.get("q-a", "h")).toBeNull();
      expect(memory.set("q-a", entry())).toBe(false);
      expect(memory.set("q-b", entry())).toBe(false);
      memory.remove("q-a");
      expect(memory.clear()).toEqual([]);
      expect(memory.export()).toContain("downhill-answers");
      expect(memory.onfail).toHaveBeenCalledTimes(1);
    }
  });

  test("leaves what others keep there alone", () => {
    const shelf = new Shelf();
    shelf.setItem("theme", "dark");
    shelf.setItem("downhill:0:q-a", "old");
    const memory = new Memory(() => shelf);
    memory.set("q-a", entry());
    expect(memory.clear()).toEqual(["q-a"]);
    expect([...shelf.map.keys()]).toEqual(["theme", "downhill:0:q-a"]);
  });
});

describe("the file", () => {
  const filled = (...ids: string[]) => {
    const shelf = new Shelf();
    const memory = new Memory(() => shelf);
    for (const id of ids) memory.set(id, entry());
    return memory;
  };

  test("carries every answer to another browser", () => {
    const other = filled();
    expect(other.import(filled("q-a", "q-b").export())).toEqual({ ids: ["q-a", "q-b"], taken: 2, kept: 0, unread: 0, lost: 0 });
    expect(other.get("q-b", "h")).toEqual(entry());
  });

  test("is merged: the later of two answers stays", () => {
    const own = filled();
    own.set("q-a", entry({ at: 9, tries: 9 }));
    own.set("q-b", entry({ at: 1, tries: 9 }));
    expect(own.import(filled("q-a", "q-b").export())).toMatchObject({ taken: 1, kept: 1 });
    expect(own.get("q-a", "h")?.tries).toBe(9);
    expect(own.get("q-b", "h")?.tries).toBe(1);
  });

  test("counts as taken only what could be stored", () => {
    const text = filled("q-a", "q-b").export();
    const forbidden = new Memory(() => { throw new DOMException("denied", "SecurityError"); });
    expect(forbidden.import(text)).toEqual({ ids: [], taken: 0, kept: 0, unread: 0, lost: 2 });
    const shelf = new Shelf();
    shelf.setItem = (key, value) => {
      if (shelf.length === 1) throw new DOMException("full", "QuotaExceededError");
      shelf.map.set(key, value);
    };
    expect(new Memory(() => shelf).import(text)).toEqual({ ids: ["q-a"], taken: 1, kept: 0, unread: 0, lost: 1 });
  });

  test("of another making is refused, and a broken entry is counted", () => {
    const own = filled();
    for (const text of ["", "{", "null", "[]", "{}", '{"format":"downhill-answers","version":2,"answers":{}}', '{"format":"downhill-answers","version":1,"answers":null}']) {
      expect(own.import(text)).toBeNull();
    }
    const text = JSON.stringify({ format: "downhill-answers", version: 1, answers: { "q-a": 7, "q b<": entry(), "__proto__x": entry(), "q-c": entry() } });
    expect(own.import(text)).toMatchObject({ taken: 2, unread: 2 });
  });
});

test("the key names its version", () => expect(PREFIX).toBe("downhill:1:"));
