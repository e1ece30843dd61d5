import { isLeft } from 'fp-ts/lib/Either.js';
import type { Metrics } from '../../application/ports/metrics.js';
import type { AttachFiles } from '../../application/use-cases/attach-files.js';
import type { UseCases } from '../../application/use-cases/use-cases.js';

/** The same use cases, with the files counted that are stored for messages, and refused. */
export const meteredFiles = (cases: UseCases, metrics: Metrics): UseCases => {
  const attachFiles: AttachFiles = (actor, input) => async () => {
    const attached = await cases.attachFiles(actor, input)();
    if (isLeft(attached)) metrics.fileRefused(attached.left.kind);
    else for (const { size } of attached.right) metrics.fileStored(size);
    return attached;
  };
  return { ...cases, attachFiles };
};
