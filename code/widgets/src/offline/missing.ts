/** The page that stands for one which is not kept, where there is no network. */
import { addressOf, type BookFile } from "./book.ts";

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function missing(address: string, scope: URL, kept: readonly BookFile[]): Response {
  const links = kept.map((file) =>
    `<li><a href="${escaped(addressOf(file, scope))}">${escaped(file.title || file.path)}</a></li>`).join("\n");
  const list = links ? `<h2>Pages that are kept</h2>\n<ul>\n${links}\n</ul>` : "<p>No page is kept yet.</p>";
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Not kept on this device</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 Georgia, "Times New Roman", serif; }
  main { max-width: 35rem; margin: 3rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; }
  h2 { font-size: 1.1rem; margin-top: 2.5rem; }
  a { color: inherit; }
  li { padding: 0.15rem 0; }
</style>
<main>
<h1>This page is not kept on this device</h1>
<p>There is no network, and you have not opened this page before. With a network,
<a href="${escaped(address)}">open it again</a>.</p>
${list}
</main>
</html>
`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
