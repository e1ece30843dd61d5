import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { HttpEndpoint } from '../../gateway/transport.js';

/** One page at one path: nothing that is asked for is looked up in any folder. */
export interface HtmlPage {
  readonly path: string;
  /** With scripts and styles of its own in plain `<script>` and `<style>`. */
  readonly html: string;
}

/** What a page has inside itself of a kind, each as Content-Security-Policy names it: by its hash. */
const inline = (html: string, tag: 'script' | 'style'): readonly string[] =>
  [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );

/** It runs its own script and this server's, asks this server alone, and stands in no frame. */
const policy = (html: string): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...inline(html, 'script')].join(' '),
    ['style-src', ...inline(html, 'style')].join(' '),
    "connect-src 'self'",
    // Of messages, and of files that are about to be sent; its icon is none.
    "img-src 'self' blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const pageEndpoint = ({ path, html }: HtmlPage): HttpEndpoint => {
  const bytes = Buffer.from(html);
  const headers = {
    'content-security-policy': policy(html),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  const type = 'text/html; charset=utf-8';
  return {
    method: 'GET',
    path,
    handle: () => {
      const content = { type, length: bytes.length, bytes: Readable.from([bytes]) };
      return Promise.resolve({ status: 200, headers, content });
    },
  };
};
