import type { Headers } from '../../gateway/transport.js';

/** Of RFC 2046, and no more than that: 70 characters, the last of them no space. */
const BOUNDARY = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

const FORM = /^multipart\/form-data *;/i;
const PARAMETER = /; *boundary=(?:"([^"]*)"|([^\s;"]*)) *(?:;|$)/i;

/** What stands between the parts of a form; `null` where the headers speak of none that can be read. */
export const boundaryOf = ({
  'content-type': type,
  'content-encoding': encoding = 'identity',
}: Headers): string | null => {
  if (typeof type !== 'string' || !FORM.test(type) || encoding !== 'identity') return null;
  const [, quoted, plain = ''] = PARAMETER.exec(type) ?? [];
  const boundary = quoted ?? plain;
  return BOUNDARY.test(boundary) ? boundary : null;
};

/** Counts the delimiters of a form as it comes, in whatever pieces. */
export class DelimiterCount {
  private readonly delimiter: Buffer;
  /** Too short for one, so that none is counted twice. A form begins as after a line. */
  private rest: Uint8Array = Buffer.from('\r\n');
  count = 0;

  constructor(boundary: string) {
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  take(bytes: Uint8Array): void {
    const seen = Buffer.concat([this.rest, bytes]);
    const { length } = this.delimiter;
    for (
      let at = seen.indexOf(this.delimiter);
      at !== -1;
      at = seen.indexOf(this.delimiter, at + length)
    ) {
      this.count += 1;
    }
    this.rest = seen.subarray(Math.max(0, seen.length - length + 1));
  }
}
