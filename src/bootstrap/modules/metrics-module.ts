import { ContainerModule } from 'inversify';
import { prometheusMetrics } from '../../adapters/outbound/metrics/prometheus-metrics.js';
import { meteredBus } from '../metering/metered-bus.js';
import { meteredStore } from '../metering/metered-store.js';
import { TOKENS } from '../tokens.js';

/** What happens is counted, for Prometheus; and the store and the bus, as whoever uses them has them. */
export const metricsModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.prometheus)
    .toResolvedValue(({ dialects }) => prometheusMetrics({ dialects }), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.metrics)
    .toResolvedValue(({ metrics }) => metrics, [TOKENS.prometheus])
    .inSingletonScope();
  bind(TOKENS.meteredStore)
    .toResolvedValue(meteredStore, [TOKENS.store, TOKENS.metrics])
    .inSingletonScope();
  bind(TOKENS.meteredBus)
    .toResolvedValue(meteredBus, [TOKENS.bus, TOKENS.metrics])
    .inSingletonScope();
});
