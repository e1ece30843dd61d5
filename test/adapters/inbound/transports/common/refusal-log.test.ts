import { expect } from 'chai';
import { Socket } from 'node:net';
import { clientAddress } from '../../../../../src/adapters/inbound/transports/common/client-address.js';
import { refusalLog } from '../../../../../src/adapters/inbound/transports/common/refusal-log.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';

describe('refusalLog', () => {
  const MINUTE = 60_000;

  it('has sixty lines of a reason in a minute, and says how many there would have been', () => {
    let time = 0;
    const logger = new RecordingLogger();
    const log = refusalLog({ logger, addressOf: clientAddress(0), now: () => time });
    const request = { headers: {}, socket: new Socket() };
    for (let count = 0; count < 100; count += 1) log(request, 'NoSuchPath');
    log(request, 'OriginNotAllowed');
    expect(logger.entries).to.have.length(61);
    time = MINUTE - 1;
    log(request, 'NoSuchPath');
    expect(logger.entries).to.have.length(61);
    time = MINUTE;
    for (let count = 0; count < 2; count += 1) log(request, 'NoSuchPath');
    expect(logger.entries.map(({ fields }) => fields['unlogged'])).to.deep.equal([
      ...Array.from({ length: 61 }, () => 0),
      ...[41, 0],
    ]);
  });
});
