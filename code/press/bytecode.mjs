// Compiles what a page's Python imports when it starts: node bytecode.mjs FOLDER PROGRAM WHEEL
// FOLDER holds Pyodide and the NumPy wheel as they are distributed; its standard library and the wheel are written anew,
// by PROGRAM, which is core/bytecode.py.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, program, wheel] = process.argv.slice(2);
if (!folder || !program || !wheel) {
  console.error("usage: node bytecode.mjs FOLDER PROGRAM WHEEL");
  process.exit(2);
}
// Node would show the line of the loader that an error came from, which is the whole loader.
process.on("uncaughtException", (error) => {
  console.error(error.stack);
  process.exit(1);
});
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")));
// Sets in an order that is always the same.
const python = await loadPyodide({ indexURL: `${path.resolve(folder)}${path.sep}`, env: { PYTHONHASHSEED: "0" } });
await python.loadPackage("numpy", { messageCallback: () => {} });
python.runPython("import numpy");
python.runPython(await readFile(program, "utf8"), { filename: "bytecode.py" });
const anew = python.runPython(`
import site
START = imported()
FOLDERS = {True: f"{site.getsitepackages()[0]}/", False: f"{next(p for p in sys.path if p.endswith('.zip'))}/"}
def anew(data, wheel):
    return compiled(data.to_bytes(), FOLDERS[wheel], START, serves if wheel else lambda name: True)
anew`);
for (const name of ["python_stdlib.zip", wheel]) {
  const file = path.resolve(folder, name);
  const made = anew(new Uint8Array(await readFile(file)), name === wheel);
  await writeFile(file, made.toJs());
}
