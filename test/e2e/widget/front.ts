import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What was asked of the server, and the status of its answer; an upgrade that is refused among them. */
export interface Answered {
  readonly asked: string;
  readonly status: number;
}

/** What stands before a server on its own origin: it serves a page, and hands on all else. */
export interface Front {
  readonly origin: string;
  readonly page: string;
  /** What the page is from now on. */
  show(html: string): void;
  /** Which server it hands on to from now on. */
  before(url: string): void;
  /** Every answer of the server so far. */
  readonly answered: readonly Answered[];
  /** Drops every connection, and takes none until it is joined again. */
  cut(): void;
  join(): void;
  close(): Promise<void>;
}

const PAGE = '/shop.html';

export const front = async (): Promise<Front> => {
  let html = '';
  let target = new URL('http://127.0.0.1');
  let isCut = false;
  const answered: Answered[] = [];
  const sockets = new Set<Socket>();

  const hold = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };

  const handOn = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    const { hostname: host, port } = target;
    const asked = ask({ host, port, method, path: url, headers, agent: false }, (answer) => {
      answered.push({ asked: `${method} ${url}`, status: answer.statusCode ?? 0 });
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    // As if the line were cut there.
    asked.on('error', () => request.socket.destroy());
    response.once('close', () => asked.destroy());
    request.pipe(asked);
  };

  const server = createServer((request, response) => {
    if (request.url !== PAGE) return handOn(request, response);
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(html);
  });
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
    else hold(socket);
  });
  server.on('upgrade', ({ method, url, rawHeaders }: IncomingMessage, socket: Socket, head) => {
    const onward = connect(Number(target.port), target.hostname);
    hold(onward);
    const lines = rawHeaders.map((text, n) => (n % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    onward.write(`${method ?? ''} ${url ?? ''} HTTP/1.1\r\n${lines.join('')}\r\n`);
    onward.write(head);
    onward.once('data', (chunk: Buffer) => {
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString('latin1'))?.[1]);
      answered.push({ asked: `UPGRADE ${url ?? ''}`, status });
    });
    onward.pipe(socket).pipe(onward);
    onward.once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin,
    page: `${origin}${PAGE}`,
    show: (page) => {
      html = page;
    },
    before: (url) => {
      target = new URL(url);
    },
    answered,
    cut,
    join: () => {
      isCut = false;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
