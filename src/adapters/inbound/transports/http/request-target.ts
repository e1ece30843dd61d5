/** Of a path, or of a whole URL as a proxy sends it; `null` for what Koa could not take apart. */
export const pathOf = (target: string): string | null => {
  if (target.startsWith('/')) return target;
  if (!URL.canParse(target)) return null;
  const { protocol, pathname, search } = new URL(target);
  return protocol === 'http:' || protocol === 'https:' ? pathname + search : null;
};
