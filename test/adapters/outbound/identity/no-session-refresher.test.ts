import { noSessionRefresher } from '../../../../src/adapters/outbound/identity/no-session-refresher.js';
import { describeSessionRefresherContract } from '../../../contract/session-refresher.contract.js';

describeSessionRefresherContract({
  name: 'none',
  setup: () => ({
    refresher: noSessionRefresher,
    signIn: () => 'somebody',
    renewals: () => 0,
    renews: false,
  }),
});
