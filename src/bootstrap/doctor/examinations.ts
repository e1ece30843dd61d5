import { examineKeySet, examineSupabase } from '../../adapters/outbound/identity/examine-keys.js';
import { examineClamd } from '../../adapters/outbound/scanner/examine-clamd.js';
import { type Examine, failed, ok, warning } from '../../adapters/outbound/common/examination.js';
import { messageOf } from '../../adapters/outbound/common/message-of.js';
import type { Config } from '../config.js';
import { keptSecret } from '../development-secret.js';
import { unreachableLinks } from '../hints.js';
import { databaseFiles, storesExamined } from '../stores.js';
import { keepsSecret } from '../token-keys.js';
import { examineFolder } from './examine-folder.js';
import { examineLinks } from './examine-links.js';
import { examinePort } from './examine-port.js';

const developmentSecretExamined =
  (dataDir: string): Examine =>
  () => {
    try {
      keptSecret(dataDir);
      return Promise.resolve([ok('keys', 'the secret of development in DATA_DIR checks tokens')]);
    } catch (error) {
      return Promise.resolve([failed('keys', messageOf(error), 'Set JWT_SECRET, or mend that.')]);
    }
  };

const keysExamined = ({ tokenKeys, dataDir }: Config): Examine => {
  switch (tokenKeys.kind) {
    case 'secret':
      return () => Promise.resolve([ok('keys', 'JWT_SECRET checks tokens')]);
    case 'public key':
      return () => Promise.resolve([ok('keys', 'JWT_PUBLIC_KEY checks tokens')]);
    case 'key set':
      return examineKeySet(tokenKeys.url);
    case 'development':
      return developmentSecretExamined(dataDir);
  }
};

const linksExamined = (config: Config): readonly Examine[] => {
  const hint = unreachableLinks(config);
  const advice = 'Set PUBLIC_URL to what clients reach the server by.';
  return hint === null ? [] : [() => Promise.resolve([warning('links', hint, advice)])];
};

/** All that is looked at for a configuration, in the order in which it is told. */
export const examinations = (config: Config): readonly Examine[] => {
  const { supabase, clamd, mustScan } = config;
  const isInFolder = databaseFiles[config.store] !== null;
  return [
    ...(isInFolder || keepsSecret(config) ? [examineFolder(config.dataDir)] : []),
    ...(isInFolder ? [examineLinks(config.dataDir)] : []),
    storesExamined[config.store](config),
    keysExamined(config),
    ...(supabase === null ? [] : [examineSupabase(supabase)]),
    ...(clamd === null ? [] : [examineClamd(clamd, mustScan)]),
    ...linksExamined(config),
    examinePort(config),
  ];
};
