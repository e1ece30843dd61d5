/** What clients reach the server by: as PUBLIC_URL says, or where it listens. */
export class OwnAddress {
  constructor(private url: string | null) {}

  listensAt(url: string): void {
    this.url ??= url;
  }

  /** Empty where it listens nowhere, as for who embeds the core: links are paths then. */
  readonly publicUrl = (): string => this.url ?? '';
}
