// Makes one module of the page: script and style bundled by Deno and named after their content, so that
// browsers may keep them for ever; the document that names them; the icon. Strings, so that the server needs
// no file at run time.

import type { Asset } from "../../src/web/files.ts";
import { run } from "../compile/run.ts";
import { pack } from "./pack.ts";

const PAGE = "src/web/page/";

/** Files with their Content-Type. */
const AS_THEY_ARE: Readonly<Record<string, string>> = {
  "icon.svg": "image/svg+xml",
  "icon-new.svg": "image/svg+xml",
  "manifest.webmanifest": "application/manifest+json",
};

export async function bundlePage(root: URL, assets: URL): Promise<void> {
  const folder = new URL("./", assets);
  await Deno.mkdir(folder, { recursive: true });
  const { script, style } = await bundle(root);
  const scriptName = `page-${await digest(script)}.js`;
  const styleName = `page-${await digest(style)}.css`;
  const html = (await read(root, "index.html"))
    .replace("main.tsx", scriptName)
    .replace("style/page.css", styleName);
  const made: Record<string, Asset> = {
    "/": pack({ type: "text/html; charset=utf-8", body: html, immutable: false }),
    [`/${scriptName}`]: pack({
      type: "text/javascript; charset=utf-8",
      body: script,
      immutable: true,
    }),
    [`/${styleName}`]: pack({ type: "text/css; charset=utf-8", body: style, immutable: true }),
  };
  for (const [name, type] of Object.entries(AS_THEY_ARE)) {
    made[`/${name}`] = pack({ type, body: await read(root, name), immutable: false });
  }
  await replace(assets, moduleOf(made));
}

async function bundle(root: URL): Promise<{ script: string; style: string }> {
  const out = await Deno.makeTempDir({ prefix: "netchat-page-" });
  try {
    const flags = ["--quiet", "--platform", "browser", "--minify", "--outdir", out];
    const entries = [`${PAGE}main.tsx`, `${PAGE}style/page.css`];
    await run(Deno.execPath(), { args: ["bundle", ...flags, ...entries], cwd: root });
    return { script: await only(out, ".js"), style: await only(out, ".css") };
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

/** The one file below `folder` that ends so: where the bundler puts it depends on what its entries share. */
async function only(folder: string, suffix: string): Promise<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.endsWith(suffix)) return await Deno.readTextFile(`${folder}/${name}`);
    const below = isDirectory ? await only(`${folder}/${name}`, suffix) : "";
    if (below !== "") return below;
  }
  return "";
}

function read(root: URL, name: string): Promise<string> {
  return Deno.readTextFile(new URL(PAGE + name, root));
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex().slice(0, 10);
}

function moduleOf(assets: Readonly<Record<string, Asset>>): string {
  return `// Made by \`deno task build\` from ${PAGE}: a change here is lost.

import type { Asset } from "../../src/web/files.ts";

/** The page, by path. */
export const assets: Readonly<Record<string, Asset>> = ${JSON.stringify(assets, null, 2)};
`;
}

/** In one step, as two builds may run at once. */
async function replace(path: URL, text: string): Promise<void> {
  const draft = new URL(`${path}.${Deno.pid}`);
  await Deno.writeTextFile(draft, text);
  await Deno.rename(draft, path);
}
