import { isSome } from 'fp-ts/lib/Option.js';
import { customerIdOf } from '../../../../../domain/actor.js';
import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { timestamp } from '../../common/timestamps.js';
import { channel } from '../channel.js';
import { GenerateCodeBody, VerifyCodeBody } from '../codecs.js';
import type { SupportDialectDeps } from '../deps.js';
import { generatedCodeSchema, verifiedCodeSchema } from '../schemas.js';
import { row } from './row.js';

export const generateCodeRoute = ({ useCases: { issueCode } }: SupportDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/support/onboarding/generate-code',
    summary: 'Make a code for a user or guest, and post it to him',
    access: 'token',
    body: 'json',
    input: object({ body: GenerateCodeBody }),
    output: generatedCodeSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      RateLimited: true,
      Unavailable: true,
    },
    run: (actor, { body }) => issueCode(actor, { ...body, channel }),
    reply: ({ digits, expiresAt, conversation }, { body: { conversationId } }) => ({
      status: 201,
      body: {
        success: true,
        message: 'Auth code generated successfully',
        data: {
          code: digits,
          expiresAt: timestamp(expiresAt),
          conversationId: conversationId ?? conversation?.id ?? null,
        },
      },
    }),
  });

export const verifyCodeRoute = ({
  useCases: { verifyCode },
  guestIds,
}: SupportDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/support/onboarding/verify-code',
    summary: 'Redeem a code, once',
    access: 'anyone',
    body: 'json',
    input: object({ body: VerifyCodeBody }),
    output: verifiedCodeSchema,
    failures: { ValidationFailed: true, AccessDenied: true, RateLimited: true, Unavailable: true },
    run: (caller, { body: { code, userId, guestId } }, { address }) =>
      verifyCode(caller, {
        digits: code,
        userId,
        guest: guestId === null ? null : { id: guestIds.check(guestId) },
        address,
      }),
    reply: (redeemed) => {
      if (!isSome(redeemed)) {
        return { status: 200, body: { success: false, message: 'Invalid or expired code' } };
      }
      const { id: authCodeId, target } = redeemed.value;
      const userId = target === null ? null : customerIdOf(target);
      return {
        status: 200,
        body: {
          success: true,
          message: 'Code verified successfully',
          data: { authCodeId, ...(userId === null ? {} : { userId }) },
        },
      };
    },
  });
