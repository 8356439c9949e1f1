/** Fetches the runtime's files, counts their bytes, and holds each to its size and checksum. */
import type { Failure, Runtime } from "./types.ts";

export class Failed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.why);
    this.failure = failure;
  }
}

/** Only what is used of the browser, so that a test can be any of its bad days. */
export interface Net {
  readonly fetch: (address: string, options: RequestInit) => Promise<Response>;
  /** Hexadecimal; null where the browser has no way to compute it. */
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string | null>;
}

/**
 * All files by name, or the first failure. `loaded` hears of the bytes so far, of all files together. `again`: past the
 * browser's cache, where a damaged file may sit.
 */
export async function fetchAll(
  base: string, { files }: Pick<Runtime, "files">, net: Net, loaded: (bytes: number) => void, again = false,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  let bytes = 0;
  const got = await Promise.all(files.map(async ([name, size, sha256]) => {
    const data = await fetchOne(base, name, size, net, again, (more) => loaded((bytes += more)));
    const found = await net.sha256(data);
    if (found !== null && found !== sha256) throw new Failed({ why: "damaged", file: name });
    return [name, data] as const;
  }));
  return new Map(got);
}

async function fetchOne(
  base: string, file: string, size: number, net: Net, again: boolean, more: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let answer: Response;
  try {
    answer = await net.fetch(base + file, again ? { cache: "reload" } : {});
  } catch {
    throw new Failed({ why: "unreachable", file });
  }
  if (!answer.ok || !answer.body) throw new Failed({ why: "missing", file, status: answer.status });
  const data = new Uint8Array(size);
  let place = 0;
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (place + value.length > size) throw new Failed({ why: "damaged", file });
      data.set(value, place);
      place += value.length;
      more(value.length);
    }
  } catch (error) {
    // A connection that breaks off in the middle, or a file that is shorter than the host says.
    throw error instanceof Failed ? error : new Failed({ why: navigator.onLine ? "damaged" : "unreachable", file });
  }
  if (place < size) throw new Failed({ why: "damaged", file });
  return data;
}

export const browser: Net = {
  fetch: (address, options) => fetch(address, options),
  async sha256(bytes) {
    if (!globalThis.crypto?.subtle) return null; // a page that is neither on https nor on this machine
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};
