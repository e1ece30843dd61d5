import { statSync } from 'node:fs';
import type { FrameBudget } from '../../adapters/inbound/transports/common/frame-budget.js';
import type { Metrics } from '../../application/ports/metrics.js';
import type { Census, Presence } from '../../application/ports/presence.js';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Config } from '../config.js';
import { databaseFiles } from '../stores.js';

export interface LevelSources {
  readonly config: Pick<Config, 'store' | 'dataDir'>;
  readonly budget: FrameBudget;
  readonly presence: Presence;
}

/** Says where levels are read that no part of the core knows of by itself. */
export const watchLevels = (
  metrics: Pick<Metrics, 'watch'>,
  { config, budget, presence }: LevelSources,
): void => {
  const census = async (): Promise<Census> => {
    const taken = await presence.census()();
    if (isLeft(taken)) throw new Error('presence is unavailable');
    return taken.right;
  };
  metrics.watch('frames', () => budget.queued);
  metrics.watch('people', async () => (await census()).people);
  metrics.watch('rooms', async () => (await census()).rooms);
  const file = databaseFiles[config.store]?.(config.dataDir);
  if (file === undefined) return;
  const log = `${file}-wal`;
  metrics.watch('writeAheadLog', () => statSync(log, { throwIfNoEntry: false })?.size ?? 0);
};
