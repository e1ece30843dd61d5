import { createHash } from 'node:crypto';
import { compileFunction } from 'node:vm';
import { blocks, page, section } from '../docs/support/pages.js';

const document = page('test/protocols/001_32f5172d7272769a.txt');

export const THEIR_SERVER = 'http://localhost:3001';

const embedded = section(document, 'Embed Widget Implementation (Intercom-style)');

const only = ([found, ...others]: readonly string[], what: string): string => {
  if (found === undefined || others.length > 0) throw new Error(`document 001 has not one ${what}`);
  return found;
};

/** Of the whole document. */
export const sha256 = createHash('sha256').update(document.text).digest('hex');

/** The elements that the widget works on. */
const widgetMarkup = only(blocks(embedded, 'html'), 'markup of the widget');

const theirScript = only(blocks(embedded, 'javascript'), 'script of the widget');

/** The class, and the line that starts it: as it stands but for the server's address. */
export const widgetScript = (server: string): string =>
  theirScript.replaceAll(THEIR_SERVER, server);

/** A page of somebody's with the widget in it. */
export const widgetPage = (server: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A shop</title></head>
<body>
${widgetMarkup}
<script src="${server}/socket.io/socket.io.js"></script>
<script>
${widgetScript(server)}
</script>
</body>
</html>
`;

/** What the widget puts into its template. */
export interface Shown {
  readonly message: string | null;
  readonly senderType: string;
  readonly createdAt: string;
}

const filled = (pattern: RegExp, what: string): ((message: Shown) => string) => {
  const [, template = ''] = pattern.exec(theirScript) ?? [];
  if (template === '') throw new Error(`document 001 has no ${what}`);
  return compileFunction(`return \`${template}\`;`, ['message']) as (message: Shown) => string;
};

/** What the widget assigns to `className` for a message. */
export const templateClass = filled(/\.className = `([^`]+)`;/, 'class of a message');

/** What the widget assigns to `innerHTML` for a message. */
export const templateContent = filled(/\.innerHTML = `([^`]+)`;/, 'template of a message');
