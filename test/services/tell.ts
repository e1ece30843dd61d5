const told = new Set<string>();

/** Says a line to who runs the tests. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const tellOnce = (line: string): void => {
  if (!told.has(line)) tell(line);
  told.add(line);
};
