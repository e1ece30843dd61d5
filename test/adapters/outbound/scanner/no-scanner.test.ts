import { noScanner } from '../../../../src/adapters/outbound/scanner/no-scanner.js';
import { describeFileScannerContract } from '../../../contract/file-scanner.contract.js';
import { EICAR } from '../../../support/eicar.js';

describeFileScannerContract({
  name: 'none',
  setup: () => ({ scanner: noScanner, malicious: EICAR, finds: 'clean' }),
});
