import { FrameBudget } from '../../src/adapters/inbound/transports/common/frame-budget.js';

/** Room for whatever a test sends. */
export const roomForAll = (): FrameBudget => new FrameBudget(1024 * 1024 * 1024);
