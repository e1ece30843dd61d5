import { shortLine } from '../../../../domain/message-text.js';
import { expecting, text, withDefault } from '../common/codecs.js';

/** What is known of somebody's device, by names such as `device_model`. */
export type DeviceMetadata = Readonly<Record<string, string>>;

const MAX_ENTRIES = 30;

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

type Scalar = string | number | boolean | null;

const SCALARS = ['string', 'number', 'boolean'] as const;

const isScalar = (value: unknown): value is Scalar =>
  value === null || SCALARS.some((type) => typeof value === type);

const collected = (entries: readonly (readonly [string, Scalar])[]): DeviceMetadata | null => {
  const known = entries.flatMap(([name, value]) => {
    const line = value === null ? null : shortLine(String(value));
    return line === null ? [] : [[name, line] as const];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
};

/** The entries of an object of nothing else; `null` for whatever is none. */
const scalarsOf = (value: unknown): readonly (readonly [string, Scalar])[] | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (entries.length > MAX_ENTRIES) return null;
  const fit = entries.flatMap(([name, one]) =>
    NAME.test(name) && isScalar(one) ? [[name, one] as const] : [],
  );
  return fit.length === entries.length ? fit : null;
};

/** Document 004, `device_metadata`; long values are cut. */
export const deviceMetadata = withDefault(
  expecting(
    `Must be an object of at most ${MAX_ENTRIES} texts, numbers and flags`,
    {
      type: 'object',
      maxProperties: MAX_ENTRIES,
      propertyNames: { type: 'string', pattern: NAME.source },
      additionalProperties: { anyOf: [...SCALARS, 'null'].map((type) => ({ type })) },
    },
    (value) => {
      const entries = scalarsOf(value);
      return entries === null ? undefined : { device: collected(entries) };
    },
  ),
  null,
);

const header = withDefault(text, null);

/** The headers that say the same, by the names that it has in the body. */
export const deviceHeaderFields = {
  'x-device-id': header,
  'x-device-model': header,
  'x-platform': header,
  'x-os-version': header,
  'x-app-version': header,
  'user-agent': header,
} as const;

type DeviceHeaders = { readonly [Name in keyof typeof deviceHeaderFields]: string | null };

/** What the body says, else what the request's headers do (document 004). */
export const deviceOf = (
  said: { readonly device: DeviceMetadata | null } | null,
  headers: DeviceHeaders,
): DeviceMetadata | null =>
  said !== null
    ? said.device
    : collected([
        ['device_id', headers['x-device-id']],
        ['device_model', headers['x-device-model']],
        ['platform', headers['x-platform']],
        ['os_version', headers['x-os-version']],
        ['app_version', headers['x-app-version']],
        ['user_agent', headers['user-agent']],
      ]);
