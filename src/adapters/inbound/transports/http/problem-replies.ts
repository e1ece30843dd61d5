import type { HttpFace, HttpProblem, HttpReply } from '../../gateway/transport.js';

const PROBLEMS: Readonly<Record<HttpProblem, readonly [status: number, message: string]>> = {
  notFound: [404, 'Not found'],
  methodNotAllowed: [405, 'Method not allowed'],
  originNotAllowed: [403, 'Origin not allowed'],
  malformed: [400, 'Malformed request'],
  tooLarge: [413, 'Payload is too large'],
  unsupported: [415, 'Unsupported content type'],
  internal: [500, 'Internal error'],
};

const isUnder = (path: string, base: string): boolean =>
  path === base || path.startsWith(`${base}/`);

/** For what is under no dialect's base. */
const plainProblem = (problem: HttpProblem): HttpReply => {
  const [status, message] = PROBLEMS[problem];
  return { status, body: { success: false, message } };
};

/** To a client that takes too long to send: the connection ends with it. */
export const cutOff: HttpReply = {
  status: 408,
  headers: { connection: 'close' },
  body: { success: false, message: 'Request timeout' },
};

/** In the envelope of the dialect under whose base the path is, or a plain one. */
export const problemReply = (
  faces: readonly HttpFace[],
  path: string,
  problem: HttpProblem,
): HttpReply => {
  const face = faces.find(({ bases }) => bases.some((base) => isUnder(path, base)));
  return face === undefined ? plainProblem(problem) : face.problem(problem);
};
