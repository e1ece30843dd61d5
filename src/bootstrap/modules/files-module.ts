import { ContainerModule } from 'inversify';
import { signatureFileTypes } from '../../adapters/outbound/file-types/signature-file-types.js';
import { clamdScanner } from '../../adapters/outbound/scanner/clamd-scanner.js';
import { noScanner } from '../../adapters/outbound/scanner/no-scanner.js';
import { TOKENS } from '../tokens.js';

/** What files are, and who looks for malicious ones. */
export const filesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.fileTypes).toConstantValue(signatureFileTypes);
  bind(TOKENS.scanner)
    .toResolvedValue(
      ({ clamd }, logger) => (clamd === null ? noScanner : clamdScanner({ ...clamd, logger })),
      [TOKENS.config, TOKENS.logger],
    )
    .inSingletonScope();
});
