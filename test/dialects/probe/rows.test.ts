import { describeRows } from '../../adapters/inbound/dialects/rows/describe-rows.js';
import { channel } from './channel.js';
import { probeDialect } from './probe-dialect.js';
import { probeSamples } from './samples.js';

describeRows({ name: channel.name, make: probeDialect, ...probeSamples });
