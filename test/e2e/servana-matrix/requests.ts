import { within } from '../support/deadline.js';
import { ROUTES, type RouteName } from './event-cells.js';
import { type CallerName, CARDS, headersOf } from './people.js';

export interface Asked {
  readonly status: number;
  readonly data: unknown;
}

interface Wish {
  readonly place: string;
  readonly caller: CallerName;
  readonly chatGroupId: number;
}

const bodyOf = (route: RouteName, { place }: Wish): RequestInit => {
  switch (route) {
    case 'list':
    case 'read':
      return {};
    case 'open': {
      const body = JSON.stringify(place === 'in-cards' ? { departmentId: CARDS } : {});
      return { body, headers: { 'content-type': 'application/json' } };
    }
    case 'attach': {
      const body = new FormData();
      body.append('attachments', new Blob(['text']), 'a.txt');
      return { body };
    }
  }
};

/** What a caller is answered over REST. */
export const ask = async (url: string, route: RouteName, wish: Wish): Promise<Asked> => {
  const [method = '', pattern = ''] = ROUTES[route].split(' ');
  const path = pattern.replace(':chatGroupId', String(wish.chatGroupId));
  const { headers, ...body } = bodyOf(route, wish);
  const response = await within(
    fetch(`${url}${path}`, {
      method,
      ...body,
      headers: { ...(headers as Record<string, string>), ...headersOf(wish.caller) },
    }),
    () => `an answer to ${method} ${path}`,
  );
  const { data } = (await response.json()) as { readonly data?: unknown };
  return { status: response.status, data };
};
