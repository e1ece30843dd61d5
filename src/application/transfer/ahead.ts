/**
 * Does the work for each item, and gives what came of it in the items' order; so many are under way at a
 * time, so that the way to a distant store is gone together.
 */
export async function* ahead<Item, Result>(
  items: Iterable<Item>,
  count: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // Told to whoever comes to it; who stops before does not ask.
    result.catch(() => undefined);
    underWay.push(result);
    const first = underWay.length < count ? undefined : underWay.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of underWay) yield await result;
}
