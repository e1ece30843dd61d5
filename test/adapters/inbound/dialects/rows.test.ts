import { type DialectName, DIALECTS, dialects } from '../../../../src/bootstrap/dialects.js';
import { livechatSamples } from './livechat/samples.js';
import { describeRows } from './rows/describe-rows.js';
import type { DialectSamples } from './rows/described-dialect.js';
import { servanaSamples } from './servana/samples.js';
import { supportSamples } from './support/samples.js';
import { ticketsSamples } from './tickets/samples.js';

/** Of every dialect that is bound: one that has none does not build. */
const samples: Readonly<Record<DialectName, DialectSamples>> = {
  support: supportSamples,
  livechat: livechatSamples,
  tickets: ticketsSamples,
  servana: servanaSamples,
};

for (const name of DIALECTS) describeRows({ name, make: dialects[name], ...samples[name] });
