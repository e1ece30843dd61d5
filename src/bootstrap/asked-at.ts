/** Where one that listens everywhere is asked from its own machine. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** The address at which a server is asked from its own machine. */
export const askedAt = (place: { readonly host: string; readonly port: number }): string => {
  const host = LOOPBACK[place.host] ?? place.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${place.port}`;
};
