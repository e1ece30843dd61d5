import { messageOf } from '../adapters/outbound/common/message-of.js';

/** Something that is opened at the start and closed at the end. */
interface Resource {
  close(): Promise<void>;
}

/** What stands outside the process, or holds files of it, from the start to the end. */
export interface Resources {
  /** @throws Error that names what could not be opened */
  open<A extends Resource>(name: string, opening: () => Promise<A>): Promise<A>;
  /**
   * The last one first, those still on their way too, and whatever comes of the others.
   * @throws Error of the first that could not be closed
   */
  close(): Promise<void>;
}

export const resources = (): Resources => {
  const opened: { readonly name: string; readonly one: Promise<Resource | null> }[] = [];
  return {
    open: async (name, opening) => {
      const one = opening();
      opened.push({ name, one: one.catch(() => null) });
      try {
        return await one;
      } catch (error) {
        throw new Error(`${name}: ${messageOf(error)}`, { cause: error });
      }
    },
    close: async () => {
      const faults: Error[] = [];
      for (const { name, one } of opened.splice(0).reverse()) {
        try {
          await (await one)?.close();
        } catch (error) {
          faults.push(
            new Error(`${name} could not be closed: ${messageOf(error)}`, { cause: error }),
          );
        }
      }
      const [first] = faults;
      if (first !== undefined) throw first;
    },
  };
};
