/**
 * Reads JSON that a store wrote itself, under a schema version that it checked.
 * @param of the conversation that it belongs to, or what else it is, for whoever has to mend it
 * @throws Error that names this alone, where somebody has spoilt it: one of JSON.parse quotes what people wrote
 */
export const parseStored = (json: string, of: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new Error(`what is stored of ${of} is no JSON`);
  }
};
