// Runs live cells and coding checks on the very files that a page ships: node live.mjs RUNTIME RUNNER < jobs.json
// jobs: [{imports, cells: [{name, source}], checks: [{source, checks, slips, prelude}]}]; each gets a fresh session.
// Prints, for each job, {cells: [{out, ok, …}], checks: […], integers: [names]}.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, runner] = process.argv.slice(2);
if (!folder || !runner) {
  console.error("usage: node live.mjs RUNTIME RUNNER < jobs.json");
  process.exit(2);
}
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: `${path.resolve(folder)}${path.sep}`, stderr: () => {} });
await python.loadPackage("numpy", { messageCallback: () => {} });
python.runPython(await readFile(runner, "utf8"), { filename: "live_runner.py" });
const run = python.runPython(`
def serve(job):
    import json
    job = json.loads(job)
    said = []
    session = Session(lambda kind, text: said.append(text if kind != "plot" else ""))
    session.run(job["imports"], "imports")
    cells = []
    for cell in job["cells"]:
        said.clear()
        result = session.run(cell["source"], cell["name"])
        cells.append({**result, "out": "".join(said)})
    integers = session.default_integers()
    checks = [session.check(one["source"], one["checks"], one["slips"], one["prelude"])
              for one in job["checks"]]
    return json.dumps({"cells": cells, "checks": checks, "integers": integers})
serve`);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const jobs = JSON.parse(Buffer.concat(chunks).toString("utf8"));
process.stdout.write(JSON.stringify(jobs.map((job) => JSON.parse(run(JSON.stringify(job))))));
