/** What only scripts read, from the file beside a page: see press/page_data.py. */
export interface Data {
  /** Of questions, by the ids of their forms. */
  readonly keys: Readonly<Record<string, string>>;
  /** What elements hold as JSON, by their ids. */
  readonly blocks: Readonly<Record<string, unknown>>;
}

/** Puts it where scripts look for it. */
export function put({ keys, blocks }: Data): void {
  for (const [id, key] of Object.entries(keys)) document.getElementById(id)?.setAttribute("data-key", key);
  for (const [id, data] of Object.entries(blocks)) {
    const block = document.createElement("script");
    document.body.append(Object.assign(block, { type: "application/json", id, textContent: JSON.stringify(data) }));
  }
}
