/** A line of a table: what it is about, and a cell for each column. */
export interface TableRow<Column extends string> {
  readonly labels: readonly string[];
  readonly cells: Readonly<Record<Column, string>>;
}

/**
 * Reads a table as it is written: a line with the names of the columns, then rows of so many labels and a cell for
 * each column.
 */
export const tableOf = <Column extends string>(
  columns: readonly Column[],
  labels: number,
  text: string,
): readonly TableRow<Column>[] => {
  const [head = [], ...lines] = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/ +/));
  if (head.join() !== columns.join()) throw new Error(`not the columns: ${head.join(' ')}`);
  return lines.map((words) => {
    if (words.length !== labels + columns.length) {
      throw new Error(`not ${columns.length} cells: ${words.join(' ')}`);
    }
    const cells = columns.map((column, n) => [column, words[labels + n] ?? ''] as const);
    return {
      labels: words.slice(0, labels),
      cells: Object.fromEntries(cells) as Record<Column, string>,
    };
  });
};

/** A label may stand for several things that have the same cells. */
export const each = (label: string | undefined): readonly string[] => (label ?? '').split(',');
