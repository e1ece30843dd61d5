import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { clientAddress } from '../../../../../src/adapters/inbound/transports/common/client-address.js';

/** As much of a request as is looked at. */
const request = (remoteAddress: string | undefined, noted?: string): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  Object.defineProperty(message.socket, 'remoteAddress', { value: remoteAddress });
  if (noted !== undefined) message.headers['x-forwarded-for'] = noted;
  return message;
};

describe('clientAddress', () => {
  const cases: readonly (readonly [
    what: string,
    proxies: number,
    remote: string | undefined,
    noted: string | undefined,
    address: string,
  ])[] = [
    ['is the connection’s', 0, '192.0.2.1', undefined, '192.0.2.1'],
    ['believes nobody where there is no proxy', 0, '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['believes one proxy', 1, '192.0.2.1', '203.0.113.9', '203.0.113.9'],
    [
      'believes one proxy no more than what it noted',
      1,
      '192.0.2.1',
      '1.1.1.1, 203.0.113.9',
      '203.0.113.9',
    ],
    ['believes two proxies', 2, '192.0.2.1', '1.1.1.1, 203.0.113.9, 192.0.2.2', '203.0.113.9'],
    ['believes what there is', 3, '192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['is the proxy’s where it notes nothing', 1, '192.0.2.1', undefined, '192.0.2.1'],
    ['is the proxy’s where it notes nonsense', 1, '192.0.2.1', 'unknown', '192.0.2.1'],
    ['is the proxy’s where it notes nothing but commas', 1, '192.0.2.1', ', ,', '192.0.2.1'],
    ['leaves a port off', 1, '192.0.2.1', '203.0.113.9:4711', '203.0.113.9'],
    ['is an IPv4 one in IPv6’s clothes', 0, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    ['is the network of an IPv6 one', 0, '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['is the same network for another of it', 0, '2001:db8:1:2::7', undefined, '2001:db8:1:2::/64'],
    ['leaves brackets and a port off', 1, '::1', '[2001:db8::7]:443', '2001:db8:0:0::/64'],
    ['leaves a zone off', 0, 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['is empty for a connection that is gone', 0, undefined, undefined, ''],
  ];
  for (const [what, proxies, remote, noted, address] of cases) {
    it(what, () => {
      expect(clientAddress(proxies)(request(remote, noted))).to.equal(address);
    });
  }
});
