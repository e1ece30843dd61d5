/** What a test process has its keeper do. */
export type Task =
  | { readonly do: 'make-folder'; readonly parent: string; readonly prefix: string }
  | { readonly do: 'remove-folder'; readonly path: string }
  | { readonly do: 'run'; readonly program: string; readonly args: readonly string[] }
  /** To a process that was run by the request of that number; nothing when it has ended. */
  | { readonly do: 'signal'; readonly process: number; readonly signal: NodeJS.Signals };

export interface Request {
  readonly id: number;
  readonly task: Task;
}

export type Message =
  | { readonly say: 'done'; readonly id: number; readonly value: string }
  | { readonly say: 'failed'; readonly id: number; readonly why: string }
  /** The process that this request ran has ended. */
  | { readonly say: 'ended'; readonly id: number; readonly how: string };
