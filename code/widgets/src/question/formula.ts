/**
 * Reads a typed formula. mathjs parses it; the tree is then walked by the code below, which knows
 * numbers, the question's variables and the functions of {@link FUNCTIONS}, and nothing else. mathjs
 * evaluates nothing. This is the chunk that loads on the first formula.
 */
import { create, parseDependencies, type FactoryFunctionMap, type MathNode } from "mathjs/number";
import type { ReadFormula } from "./types.ts";

// Its types allow the number-only build to lack what it always has.
const { parse } = create({ parseDependencies } as FactoryFunctionMap);

type Value = (point: readonly number[]) => number;
type Quoted = (typed: string) => string;

/** What the walk has to know besides the tree. */
interface About {
  readonly variables: readonly string[];
  readonly quoted: Quoted;
}
type Operation = (...args: number[]) => number;

/** Each with how many arguments it takes. `log` is the natural one, as in NumPy. */
const FUNCTIONS = new Map<string, readonly [least: number, most: number, Operation]>([
  ...(["exp", "sqrt", "cbrt", "abs", "sin", "cos", "tan", "sinh", "cosh", "tanh", "log2", "log10", "sign"] as const)
    .map((name) => [name, [1, 1, Math[name]]] as const),
  ["log", [1, 1, Math.log]], ["ln", [1, 1, Math.log]],
  ["arcsin", [1, 1, Math.asin]], ["arccos", [1, 1, Math.acos]], ["arctan", [1, 1, Math.atan]],
  ["asin", [1, 1, Math.asin]], ["acos", [1, 1, Math.acos]], ["atan", [1, 1, Math.atan]],
  ["sigmoid", [1, 1, (x: number) => 1 / (1 + Math.exp(-x))]], ["relu", [1, 1, (x: number) => Math.max(x, 0)]],
  ["max", [2, 9, Math.max]], ["maximum", [2, 2, Math.max]],
  ["min", [2, 9, Math.min]], ["minimum", [2, 2, Math.min]],
  ["pow", [2, 2, Math.pow]], ["power", [2, 2, Math.pow]],
]);
const CONSTANTS = new Map([["pi", Math.PI], ["π", Math.PI], ["e", Math.E]]);
const OPERATIONS = new Map<string, Operation>([
  ["add", (a = 0, b = 0) => a + b], ["subtract", (a = 0, b = 0) => a - b],
  ["multiply", (a = 0, b = 0) => a * b], ["divide", (a = 0, b = 0) => a / b],
  ["pow", (a = 0, b = 0) => a ** b], ["unaryMinus", (a = 0) => -a], ["unaryPlus", (a = 0) => a],
]);

/** Said to the reader; thrown inside the walk alone. */
class Unread extends Error {}

/** Longer than any formula of a textbook, and short enough for a parser that descends. */
const LONGEST = 300;

export const readFormula: ReadFormula = (typed, variables, quoted) => {
  const text = typed
    .replace(/[[{]/g, "(").replace(/[\]}]/g, ")")
    .replace(/√ ?(?=\()/g, "sqrt")
    .replace(/\b(?:np|numpy|math|torch)\./g, "")
    .replace(/^[^=]*= ?/, ""); // "f'(x) = 6x" is read from the sign on
  if (text === "") return { no: "There is no formula in it." };
  if (text.length > LONGEST) return { no: "That is too long for a formula." };
  const sign = /[^\p{L}\p{N}\s_.,+\-*/^()]/u.exec(text);
  if (sign) return { no: `${quoted(sign[0])} can't stand in a formula here.` };
  let tree: MathNode;
  try {
    tree = parse(text);
  } catch (error) {
    return { no: `The formula can't be read${place(error, text, quoted)}.` };
  }
  try {
    return { ok: walk(tree, { variables, quoted }) };
  } catch (error) {
    if (error instanceof Unread) return { no: error.message };
    throw error;
  }
};

/** Where the parser stopped, in words. */
function place(error: unknown, text: string, quoted: Quoted): string {
  const at = Number((error as { char?: unknown }).char);
  if (!Number.isInteger(at)) return "";
  const open = (text.match(/\(/g) ?? []).length - (text.match(/\)/g) ?? []).length;
  if (open > 0) return ": a closing bracket is missing";
  if (open < 0) return ": there is a closing bracket too many";
  return at > text.length ? ": something is missing at its end" : ` from ${quoted(text.slice(at - 1))} on`;
}

/** Everything that is used of mathjs's nodes, with what may be missing. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly fn?: unknown;
  readonly op?: string;
  readonly args?: readonly MathNode[];
  readonly content?: MathNode;
}

function walk(raw: MathNode, about: About): Value {
  const node = raw as unknown as Node;
  const inner = (child: MathNode): Value => walk(child, about);
  if (node.type === "ConstantNode" && typeof node.value === "number") {
    const { value } = node;
    return () => value;
  }
  if (node.type === "ParenthesisNode") return inner(node.content!);
  if (node.type === "SymbolNode") return symbol(node.name!, about);
  if (node.type === "OperatorNode") {
    const operation = OPERATIONS.get(String(node.fn));
    if (!operation) throw new Unread(`${about.quoted(node.op ?? "")} can't stand in a formula here.`);
    return apply(operation, node.args!.map(inner));
  }
  if (node.type === "FunctionNode") {
    const name = (node.fn as Node).name ?? "";
    const args = node.args!.map(inner);
    const known = FUNCTIONS.get(name);
    if (known) {
      const [least, most, operation] = known;
      if (args.length < least || args.length > most) {
        throw new Unread(`${name} takes ${least === 1 ? "one value" : "two values"} in its brackets.`);
      }
      return apply(operation, args);
    }
    // x(x + 1) is a product.
    if (args.length === 1 && name !== "") {
      const factor = symbol(name, about);
      return (point) => factor(point) * args[0]!(point);
    }
    throw new Unread(unknown(name, about));
  }
  throw new Unread("Only sums, products, powers and functions can be read here.");
}

function apply(operation: Operation, args: readonly Value[]): Value {
  return (point) => operation(...args.map((arg) => arg(point)));
}

/** A variable, a constant, or several of one letter written together: xy. */
function symbol(name: string, about: About): Value {
  const { variables } = about;
  const at = variables.indexOf(name);
  if (at >= 0) return (point) => point[at] ?? NaN;
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return () => constant;
  if (FUNCTIONS.has(name)) throw new Unread(`Write ${name} with brackets: ${name}(${variables[0] ?? "x"}).`);
  const letters = [...name];
  if (letters.length > 1 && letters.every((letter) => variables.includes(letter))) {
    const factors = letters.map((letter) => symbol(letter, about));
    return (point) => factors.reduce((product, factor) => product * factor(point), 1);
  }
  throw new Unread(unknown(name, about));
}

function unknown(name: string, { variables, quoted }: About): string {
  const known = variables.length > 1 ? `${variables.slice(0, -1).join(", ")} and ${variables.at(-1)}` : variables[0];
  return `The name ${quoted(name)} is not known here. The formula is in ${known}.`;
}
