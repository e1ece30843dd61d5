import { expect } from 'chai';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import {
  wireConversation,
  wireDetails,
  wireMessage,
} from '../../../../../src/adapters/inbound/dialects/support/encode.js';
import { publicForm } from '../../../../../src/adapters/inbound/dialects/support/guest-form.js';
import type { TextMessage } from '../../../../../src/domain/conversation-event.js';
import { messageText, personName, subjectLine } from '../../../../../src/domain/message-text.js';
import { isLeft } from 'fp-ts/lib/Either.js';
import { sha256, templateClass, templateContent } from '../../../../support/document-001.js';
import { customer } from '../../../../support/actors.js';
import { messageId, open } from '../../../../support/conversations.js';
import { MARKUP_ATTACKS } from '../../../../support/markup-attacks.js';
