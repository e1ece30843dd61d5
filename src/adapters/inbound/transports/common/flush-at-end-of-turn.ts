/** A connection that keeps what it is given until it is told to write it. */
export interface Buffered {
  flush(): void;
}

/** Flushes, once the turn's callbacks and promises have run, every connection that was written to. */
export const flushAtEndOfTurn = (): ((connection: Buffered) => void) => {
  let due: Buffered[] = [];
  const flush = (): void => {
    const connections = due;
    due = [];
    for (const connection of connections) connection.flush();
  };
  return (connection) => {
    if (due.push(connection) === 1) process.nextTick(flush);
  };
};
