import { expect } from 'chai';
import type { Socket } from 'node:net';
import type {
  ClamdAddress,
  Patience,
} from '../../../../src/adapters/outbound/scanner/clamd-scan.js';
import { clamdScanner } from '../../../../src/adapters/outbound/scanner/clamd-scanner.js';
import type { Scan, Verdict } from '../../../../src/application/ports/file-scanner.js';
import { describeFileScannerContract } from '../../../contract/file-scanner.contract.js';
import { STREAM_MAX_LENGTH } from '../../../services/clamd/clamd.js';
import { needsClamd, needsOwnClamd } from '../../../services/clamd/needs-clamd.js';
import { freePorts } from '../../../services/hosts/free-ports.js';
import { EICAR } from '../../../support/eicar.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { type FakeClamd, fakeClamd } from './support/fake-clamd.js';

const UNAVAILABLE: Verdict = { kind: 'unavailable' };
const NEVER = 600_000;
const FOREVER: Patience = { connection: NEVER, progress: NEVER, verdict: NEVER };
const MEGABYTE = Buffer.alloc(1_000_000);

/** More than the system keeps for who does not read. */
const MANY = 100;

const scanning = (address: ClamdAddress, patience: Partial<Patience> = {}) => {
  const logger = new RecordingLogger();
  const scanner = clamdScanner({ ...address, logger, patience: { ...FOREVER, ...patience } });
  const reasons = () => logger.entries.map(({ fields }) => fields['reason']);
  return { scan: scanner.begin(), scanner, logger, reasons };
};

const takeMany = async (scan: Scan, megabytes: number): Promise<void> => {
  for (let count = 0; count < megabytes; count += 1) await scan.take(MEGABYTE);
};

describe('with a real clamd', () => {
  const clamd = needsClamd();

  describeFileScannerContract({
    name: 'clamd',
    setup: () => ({
      scanner: clamdScanner({ ...clamd(), logger: silentLogger }),
      malicious: EICAR,
      finds: 'infected',
    }),
  });
});

describe('a clamd of our own', () => {
  const clamd = needsOwnClamd();

  it('is believed what it found', async () => {
    const { scan, logger } = scanning(clamd());
    await scan.take(EICAR);
    const threat = 'Switchboard.Test.EICAR.UNOFFICIAL';
    expect(await scan.verdict()).to.deep.equal({ kind: 'infected', threat });
    expect(logger.entries).to.deep.equal([]);
  });

  it('that takes no file so large gives no verdict', async () => {
    const { scan, reasons } = scanning(clamd());
    await takeMany(scan, STREAM_MAX_LENGTH / MEGABYTE.length);
    await scan.take(EICAR);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.have.length(1);
  });

  it('that hangs gives no verdict, and gives them again when it goes on', async () => {
    await clamd().freeze();
    try {
      const { scan, reasons } = scanning(clamd(), { verdict: 50 });
      await scan.take(EICAR);
      expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
      expect(reasons()).to.deep.equal(['no verdict within 50 ms']);
    } finally {
      await clamd().thaw();
    }
    const { scan } = scanning(clamd());
    await scan.take(EICAR);
    expect((await scan.verdict()).kind).to.equal('infected');
  });
});

describe('a clamd', () => {
  const started: FakeClamd[] = [];
  afterEach(async () => {
    for (const fake of started.splice(0)) await fake.stop();
  });
  const clamd = async (serve: (socket: Socket) => void): Promise<FakeClamd> => {
    const fake = await fakeClamd(serve);
    started.push(fake);
    return fake;
  };
  /** Says that as soon as it has heard something. */
  const saying = (...answer: readonly string[]): Promise<FakeClamd> =>
    clamd((socket) => {
      socket.once('data', () => {
        for (const part of answer) socket.write(part);
      });
    });
  const answering = (...answer: readonly string[]): Promise<FakeClamd> =>
    clamd((socket) => {
      socket.on('data', (bytes) => {
        if (!bytes.subarray(-4).equals(Buffer.alloc(4))) return;
        for (const part of answer) socket.write(part);
      });
    });

  it('that is not there gives no verdict, and takes what comes', async () => {
    const [port = 0] = await freePorts(1);
    const { scan, reasons } = scanning({ host: '127.0.0.1', port });
    await scan.take(MEGABYTE);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.deep.equal(['ECONNREFUSED']);
    scan.abandon();
  });

  it('whose name nobody knows gives no verdict', async () => {
    const { scan, reasons } = scanning({ host: 'clamd.invalid', port: 3310 });
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.have.length(1);
  });

  it('that takes no connection gives no verdict', async () => {
    // Of the block for documentation, where nobody is; some systems refuse it at once.
    const { scan, reasons } = scanning(
      { host: '192.0.2.1', port: 3310 },
      { connection: 50, progress: 50, verdict: 50 },
    );
    await scan.take(MEGABYTE);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.have.length(1);
  });

  it('that reads nothing holds up who sends, and then gives no verdict', async () => {
    const fake = await clamd((socket) => socket.pause());
    const { scan, logger } = scanning(fake, { progress: 50 });
    await takeMany(scan, MANY);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    const fields = logger.entries[0]?.fields;
    expect(fields?.['reason']).to.equal('nothing taken within 50 ms');
    expect(fields?.['sent']).to.be.lessThan(MANY * MEGABYTE.length);
    await fake.isAlone();
  });

  it('that reads all and never answers gives no verdict', async () => {
    const fake = await clamd((socket) => socket.resume());
    const { scan, reasons } = scanning(fake, { verdict: 50 });
    await takeMany(scan, 3);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.deep.equal(['no verdict within 50 ms']);
    await fake.isAlone();
  });

  for (const [title, close] of [
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes after half an answer', (socket: Socket) => socket.end('stream: O')],
  ] as const) {
    it(`that ${title} in the middle gives no verdict, and takes what comes`, async () => {
      const fake = await clamd((socket) => {
        socket.once('data', () => close(socket));
      });
      const { scan, reasons } = scanning(fake);
      await takeMany(scan, MANY);
      expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
      expect(reasons()).to.have.length(1);
      await fake.isAlone();
    });
  }

  it('that has seen all and closes without a word gives no verdict', async () => {
    const fake = await clamd((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.subarray(-4).equals(Buffer.alloc(4))) socket.end();
      });
    });
    const { scan, reasons } = scanning(fake);
    await scan.take(EICAR);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.deep.equal(['it closed the connection']);
    await fake.isAlone();
  });

  for (const [title, answer] of [
    ['what is no answer', 'HTTP/1.1 400 Bad Request\r\n\r\n\0'],
    ['an error', 'stream: Can not allocate memory ERROR\0'],
    ['an unknown command', 'UNKNOWN COMMAND\0'],
    ['nothing', '\0'],
    ['what it found in other words', 'stream: Eicar FOUND too\0'],
    ['of another file', '/etc/passwd: OK\0'],
  ] as const) {
    it(`that answers ${title} gives no verdict`, async () => {
      const { scan, reasons } = scanning(await answering(answer));
      await scan.take(EICAR);
      expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
      expect(reasons()).to.deep.equal(['its answer is no verdict']);
    });
  }

  it('that answers without an end gives no verdict, and is read no further', async () => {
    const fake = await clamd((socket) => {
      socket.resume();
      const go = (): void => {
        while (!socket.destroyed && socket.write('stream: OK '.repeat(1_000)));
      };
      socket.on('drain', go);
      go();
    });
    const { scan, reasons } = scanning(fake);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.deep.equal(['its answer has no end']);
    await fake.isAlone();
  });

  it('is understood whatever parts its answer comes in', async () => {
    const { scan } = scanning(await answering('str', 'eam: Ei', 'car FOUND', '\0'));
    await scan.take(EICAR);
    expect(await scan.verdict()).to.deep.equal({ kind: 'infected', threat: 'Eicar' });
  });

  for (const [title, name, cleaned] of [
    ['markup', '<b onclick="x">Bad</b>', '_b_onclick__x__Bad_/b_'],
    ['escapes and what is not ASCII', 'Bad\u001b[31m\u0090é', 'Bad__31m____'],
    ['more than a line', 'x'.repeat(300), 'x'.repeat(100)],
    ['nothing', '', 'unnamed'],
    ['what is usual', '{HEX}php.base-64_a(44d8:68).1+', '{HEX}php.base-64_a(44d8:68).1+'],
  ] as const) {
    it(`is quoted without harm where it calls what it found by ${title}`, async () => {
      const { scan } = scanning(await answering(`stream: ${name} FOUND\0`));
      expect(await scan.verdict()).to.deep.equal({ kind: 'infected', threat: cleaned });
    });
  }

  it('that finds something before the end is believed, and takes what comes', async () => {
    const fake = await saying('stream: Eicar FOUND\0');
    const { scan } = scanning(fake);
    await takeMany(scan, MANY);
    expect(await scan.verdict()).to.deep.equal({ kind: 'infected', threat: 'Eicar' });
    await fake.isAlone();
  });

  it('that finds nothing before the end is not believed', async () => {
    const { scan, reasons } = scanning(await saying('stream: OK\0'));
    await takeMany(scan, MANY);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(reasons()).to.deep.equal(['it answers before the end']);
  });

  it('that takes no file so large is said to, in the log', async () => {
    const { scan, logger } = scanning(await saying('INSTREAM size limit exceeded. ERROR\0'));
    await takeMany(scan, MANY);
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    const { level, message, fields } = logger.entries[0] ?? {};
    expect([level, message]).to.deep.equal(['warn', 'clamd gave no verdict on a file']);
    expect(fields?.['reason']).to.equal('the file is larger than its StreamMaxLength');
    expect(fields?.['answer']).to.equal('INSTREAM_size_limit_exceeded._ERROR');
  });

  it('is let go of with all that it was sent', async () => {
    const fake = await clamd((socket) => socket.pause());
    const { scan, logger } = scanning(fake);
    const taken = takeMany(scan, MANY);
    scan.abandon();
    await taken;
    expect(await scan.verdict()).to.deep.equal(UNAVAILABLE);
    expect(logger.entries).to.deep.equal([]);
    await fake.isAlone();
  });

  it('that is away is a line in the log, and not one for each file', async () => {
    const [port = 0] = await freePorts(1);
    const { scanner, scan, logger } = scanning({ host: '127.0.0.1', port });
    const scans = [scan, ...Array.from({ length: 50 }, () => scanner.begin())];
    const verdicts = await Promise.all(scans.map((one) => one.verdict()));
    expect(verdicts).to.deep.equal(scans.map(() => UNAVAILABLE));
    expect(logger.entries.length).to.be.within(1, 5);
  });
});
