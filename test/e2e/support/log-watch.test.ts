import { expect } from 'chai';
import { logWatch, said } from './log-watch.js';
import { SECRET, token } from './tokens.js';

describe('the watch over logs', () => {
  const told = (line: string): string => {
    const watch = logWatch();
    watch.read(line.slice(0, 5));
    watch.read(`${line.slice(5)}\n`);
    try {
      watch.expectNoSecrets();
      return 'nothing';
    } catch (error) {
      return String(error);
    }
  };

  it('notices tokens, the secret, and what clients send', () => {
    said({
      conversationId: 'an-id-of-nobody',
      message: 'a text "of" somebody',
      list: [{ code: '12345678' }],
    });
    expect(told('{"msg":"in","event":"message:send","id":"an-id-of-nobody"}')).to.equal('nothing');
    expect(told(JSON.stringify({ said: 'a text "of" somebody' }))).to.match(
      /what somebody has sent/,
    );
    expect(told('{"digits":"12345678"}')).to.match(/what somebody has sent/);
    expect(told(`{"why":"no ${SECRET} there"}`)).to.match(/the secret/);
    expect(told(`{"path":"/x?token=${token({ sub: 'a' })}"}`)).to.match(/a token/);
  });
});
