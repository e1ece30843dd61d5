import { expect } from 'chai';

const SECRET = /guest_\d{13}_[0-9A-Za-z]{44}/g;

/** All that one client was told, and whose secrets may be in it. */
export class Traffic {
  private readonly heard: string[] = [];
  private readonly own: Set<string>;

  constructor(
    readonly name: string,
    ...own: readonly (string | null | undefined)[]
  ) {
    this.own = new Set(own.filter((one) => typeof one === 'string'));
  }

  hear(text: string): void {
    this.heard.push(text);
  }

  /** He was told that he is this guest. */
  may(secret: string | null | undefined): void {
    if (typeof secret === 'string') this.own.add(secret);
  }

  /** Fails where it holds a secret of somebody else's; gives all that it holds. */
  judge(): readonly string[] {
    const told = [...new Set(this.heard.flatMap((text) => text.match(SECRET) ?? []))];
    expect(
      told.filter((secret) => !this.own.has(secret)),
      `secrets that ${this.name} was told`,
    ).to.deep.equal([]);
    return told;
  }

  get text(): string {
    return this.heard.join('\n');
  }
}
