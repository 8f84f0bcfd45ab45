// Checks the house rules of imports, as part of the gate: the core (src/*.ts) imports no sub-folder, a
// sub-folder imports the core or itself, nothing imports in a circle, and every file says what it is for.
// Reads source text only; run with --allow-read of the repository.

const ROOT = new URL("../", import.meta.url);
const SOURCES = new URL("src/", ROOT);

/** A source file by its path below src/, with the paths it imports. */
interface Module {
  readonly path: string;
  readonly imports: readonly string[];
  readonly opensWithComment: boolean;
}

async function* walk(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* walk(new URL(`${name}/`, folder));
    else if (/\.tsx?$/.test(name)) yield new URL(name, folder);
  }
}

async function readModule(url: URL): Promise<Module> {
  const text = await Deno.readTextFile(url);
  const specifiers = text.matchAll(/^(?:import|export)\b[^;"]*?["'](\.[^"']+)["']/gm);
  const imports = [...specifiers].map(([, path = ""]) => below(new URL(path, url)));
  return { path: below(url), imports, opensWithComment: text.startsWith("//") };
}

function below(url: URL): string {
  return url.href.slice(SOURCES.href.length);
}

/** The sub-folder of src/ that `path` is in, "" for the core. */
function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function* misplaced({ path, imports }: Module): Generator<string> {
  const home = folderOf(path);
  for (const target of imports) {
    const folder = folderOf(target);
    if (folder === "" || folder === home) continue;
    const rule = home === ""
      ? "the core imports no sub-folder"
      : "sub-folders do not import each other";
    yield `src/${path} imports "src/${target}": ${rule}; go through a port`;
  }
}

/** The first circle found from `path`, as the paths along it. */
function circle(modules: ReadonlyMap<string, Module>, trail: readonly string[]): string[] | null {
  const path = trail.at(-1) ?? "";
  const start = trail.indexOf(path);
  if (start < trail.length - 1) return trail.slice(start);
  for (const target of modules.get(path)?.imports ?? []) {
    const found = checked.has(target) ? null : circle(modules, [...trail, target]);
    if (found) return found;
  }
  checked.add(path);
  return null;
}

/** Modules known to be in no circle. */
const checked = new Set<string>();

function check(modules: ReadonlyMap<string, Module>): string[] {
  const problems: string[] = [];
  for (const module of modules.values()) {
    problems.push(...misplaced(module));
    if (!module.opensWithComment) problems.push(`src/${module.path} does not say what lives in it`);
    const found = circle(modules, [module.path]);
    if (found) return [...problems, `Imports go in a circle: ${found.join(" -> ")}`];
  }
  return problems;
}

const modules = new Map<string, Module>();
for await (const url of walk(SOURCES)) {
  const module = await readModule(url);
  modules.set(module.path, module);
}
const problems = check(modules);
for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);
console.log(`Imports of ${modules.size} files follow the house rules`);
