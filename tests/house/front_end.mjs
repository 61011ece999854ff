// Reads JavaScript files as ES2020 modules and prints what the house does not allow, as JSON.
// node front_end.mjs ACORN FILE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const LONGEST_FUNCTION = 50;
// Ways of putting text into a page that let it become markup.
const MARKUP = new Set(
  ("innerHTML outerHTML insertAdjacentHTML write writeln parseFromString srcdoc " +
    "createContextualFragment").split(" "),
);
// Methods and functions that came after ES2020 (Chrome 80, Safari 13.1).
const NEWER = new Set(
  ("at replaceAll hasOwn findLast findLastIndex toSorted toReversed toSpliced groupBy " +
    "structuredClone randomUUID withResolvers isWellFormed replaceChildren").split(" "),
);
const NEWER_OBJECTS = new Set(["WeakRef", "FinalizationRegistry", "AggregateError"]);
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

const { parse } = await import(pathToFileURL(process.argv[2]).href);
const findings = process.argv.slice(3).flatMap(check);
process.stdout.write(JSON.stringify(findings));

function check(file) {
  const found = [];
  const say = (node, what) => found.push(`${file}:${node.loc.start.line}: ${what}`);
  try {
    const options = { ecmaVersion: 2020, sourceType: "module", locations: true };
    walk(parse(readFileSync(file, "utf8"), options), (node) => look(node, say));
  } catch (error) {
    found.push(`${file}:${error.loc?.line ?? 0}: not ES2020: ${error.message}`);
  }
  return found;
}

function look(node, say) {
  if (node.type === "MemberExpression") member(node, say);
  if (node.type === "Identifier" && NEWER_OBJECTS.has(node.name)) say(node, `newer: ${node.name}`);
  if (node.type === "CallExpression" && node.callee.name === "structuredClone")
    say(node, "newer: structuredClone");
  if (node.regex && /\(\?<[=!]/.test(node.regex.pattern)) say(node, "newer: lookbehind in Safari");
  if (FUNCTIONS.has(node.type) && ownLines(node) > LONGEST_FUNCTION)
    say(node, `function of ${ownLines(node)} lines of its own`);
}

function member(node, say) {
  const name = node.computed ? node.property.value : node.property.name;
  const isWrite = name === "write" || name === "writeln";
  if (isWrite ? node.object.name === "document" : MARKUP.has(name)) say(node, `markup: ${name}`);
  if (NEWER.has(name)) say(node, `newer than ES2020: ${name}`);
}

function lines(node) {
  return node.loc.end.line - node.loc.start.line + 1;
}

/** Lines of a function without those of functions inside: a module's factory is as long as it is. */
function ownLines(node) {
  let inside = 0;
  walk(node.body, (each) => {
    if (FUNCTIONS.has(each.type)) inside += lines(each) - 1;
    return !FUNCTIONS.has(each.type);
  });
  return lines(node) - inside;
}

/** Visits a node and what is below it; `visit` may return false to stay out of a node's insides. */
function walk(node, visit) {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (!node || typeof node.type !== "string") return;
  if (visit(node) === false) return;
  for (const value of Object.values(node)) if (value && typeof value === "object") walk(value, visit);
}
