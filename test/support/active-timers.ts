/** How many timers keep the process from ending; among them the runner's own, once a test has begun to wait. */
export const activeTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
