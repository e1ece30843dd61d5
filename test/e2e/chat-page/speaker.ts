import { connectSocketio } from '../support/socketio-client.js';

/** Somebody who talks in tickets without a browser. */
export interface Speaker {
  /** One after the other. */
  say(ticketId: string, messages: readonly string[]): Promise<void>;
  close(): void;
}

interface Answer {
  readonly success?: false;
}

export const speaker = async (url: string, token: string): Promise<Speaker> => {
  const client = await connectSocketio<object, Answer>({ namespace: '/' }, url, {});
  const ask = async (event: string, payload: object): Promise<void> => {
    const answer = await client.request(event, payload);
    if (answer.success === false) throw new Error(`${event}: ${JSON.stringify(answer)}`);
  };
  await ask('authenticate', { token });
  return {
    say: async (ticketId, messages) => {
      for (const message of messages) await ask('send_message', { ticketId, message });
    },
    close: () => client.close(),
  };
};
