import type { ImportFailure } from '../../application/transfer/import-records.js';
import type { ImportRefused } from '../../application/transfer/transfer-failure.js';

const reasonOf = (refused: ImportRefused): string => {
  switch (refused.because) {
    case 'different':
      return 'the store has another event there';
    case 'name':
      return 'the store has another message under the name that its sender gave it';
    case 'number':
      return `the store has another conversation under its number, ${refused.holder ?? 'gone by now'}`;
    case 'ticket':
      return (
        'the store has another conversation with a ticket of its number or its id, ' +
        (refused.holder ?? 'gone by now')
      );
    case 'slot':
      return (
        'its owner has another open conversation of the kind there, ' +
        `${refused.holder ?? 'gone by now'}; close that one first`
      );
  }
};

/** What kept an import from its end, in words; nothing that people wrote is in them. */
export const describeImportFailure = (failure: ImportFailure, source: string): string => {
  switch (failure.kind) {
    case 'BadExport':
      return `${source}, line ${failure.line}: ${failure.message}`;
    case 'Interrupted':
      return 'Stopped';
    case 'Unavailable':
      return 'The store failed; its log above says why';
    case 'ImportRefused':
      return `Conversation ${failure.conversationId}, seq ${failure.seq}: ${reasonOf(failure)}`;
  }
};

/** What is left of an import that ended so while it stored, and whether to run it again as it is will help. */
export const consequenceOf = ({ kind }: ImportFailure): string => {
  switch (kind) {
    case 'BadExport':
    case 'ImportRefused':
      return 'What was stored until then stays.';
    case 'Interrupted':
    case 'Unavailable':
      return 'What was stored until then stays: the same import again goes on behind it.';
  }
};
