/** What suites may need beside Node, as REQUIRE_SERVICES names it. */
export const SERVICES = ['mongodb', 'redis', 'chromium', 'clamd', 'nginx', 'caddy'] as const;

export type ServiceName = (typeof SERVICES)[number];

const isService = (name: string): name is ServiceName => SERVICES.some((known) => known === name);

/**
 * The services without which the tests fail, where they would else skip what needs them.
 * @param text of REQUIRE_SERVICES: nothing, `1` for all, or names with commas between
 * @throws when it names none that is known, which would else require nothing in silence
 */
export const requiredServices = (text = ''): readonly ServiceName[] => {
  if (text === '1') return SERVICES;
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      if (isService(name)) return name;
      throw new Error(`REQUIRE_SERVICES is 1 or some of ${SERVICES.join(',')}, not ${name}`);
    });
};
