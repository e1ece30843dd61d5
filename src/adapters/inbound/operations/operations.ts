import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../../application/ports/logger.js';
import { metricsAccess } from './metrics-access.js';
import type { Readiness } from './readiness.js';

/** What is counted, as it is read. */
export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface OperationsOptions {
  readonly readiness: Readiness;
  readonly metrics: Exposition;
  /** `null` where metrics are for this host alone. */
  readonly metricsToken: string | null;
  readonly logger: Logger;
  /** Tells of who may not read the metrics. */
  readonly refused: (request: IncomingMessage, reason: 'MetricsToken' | 'MetricsElsewhere') => void;
}

/** Whether it took the request; otherwise it is another's. */
export type Operations = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (request: IncomingMessage) => Answer | Promise<Answer>;

const json = (status: number, body: unknown, headers = {}): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body)}\n`,
  headers,
});

/** Of every answer, and what a server is known by. */
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const healthy = json(200, { status: 'ok' });
const broken = json(500, { status: 'failed' });
const notAllowed = json(405, { message: 'Method not allowed' }, { allow: 'GET, HEAD' });

const send = (response: ServerResponse, { status, type, body, headers }: Answer): void => {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...HEADERS,
    ...headers,
  });
  response.end(body);
};

/** Whether what was asked for `/healthz` answered as this server does. */
export const isHealthy = async (answer: Response): Promise<boolean> =>
  answer.status === healthy.status &&
  answer.headers.get('content-type') === healthy.type &&
  Object.entries(HEADERS).every(([name, value]) => answer.headers.get(name) === value) &&
  (await answer.text()) === healthy.body;

/** What machines ask that run the server and watch it: `/healthz`, `/readyz` and `/metrics`. */
export const operations = ({
  readiness,
  metrics,
  metricsToken,
  logger,
  refused,
}: OperationsOptions): Operations => {
  const refusalOf = metricsAccess(metricsToken);

  const handlers = new Map<string, Handler>([
    ['/healthz', () => healthy],
    [
      '/readyz',
      async () => {
        const verdict = await readiness.ask();
        return json(verdict.status === 'ready' ? 200 : 503, verdict);
      },
    ],
    [
      '/metrics',
      async (request) => {
        const refusal = refusalOf(request);
        if (refusal === null) {
          return { status: 200, type: metrics.contentType, body: await metrics.text() };
        }
        const { status, message } = refusal;
        refused(request, status === 401 ? 'MetricsToken' : 'MetricsElsewhere');
        const challenge = status === 401 ? { 'www-authenticate': 'Bearer realm="metrics"' } : {};
        return json(status, { message }, challenge);
      },
    ],
  ]);

  const answer = async (handler: Handler, request: IncomingMessage): Promise<Answer> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed;
    try {
      return await handler(request);
    } catch (error) {
      logger.error('an operations endpoint failed', { error });
      return broken;
    }
  };

  return (request, response) => {
    const handler = handlers.get((request.url ?? '').split('?')[0] ?? '');
    if (handler === undefined) return false;
    void answer(handler, request).then((one) => send(response, one));
    return true;
  };
};
