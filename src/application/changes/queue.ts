interface Node<Item> {
  readonly item: Item;
  next: Node<Item> | null;
}

/** First in, first out, at the same cost however long it is; what was taken out may go back in front. */
export class Queue<Item> {
  private head: Node<Item> | null = null;
  private tail: Node<Item> | null = null;

  get first(): Item | undefined {
    return this.head?.item;
  }

  get isEmpty(): boolean {
    return this.head === null;
  }

  push(item: Item): void {
    const node = { item, next: null };
    if (this.tail === null) this.head = node;
    else this.tail.next = node;
    this.tail = node;
  }

  /** In front of all others, in the order given. */
  putBack(items: readonly Item[]): void {
    for (const item of items.toReversed()) {
      const node = { item, next: this.head };
      this.tail ??= node;
      this.head = node;
    }
  }

  shift(): Item | undefined {
    const first = this.head;
    if (first === null) return undefined;
    this.head = first.next;
    if (this.head === null) this.tail = null;
    return first.item;
  }
}
