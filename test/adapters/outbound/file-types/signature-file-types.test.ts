import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { fileTypeFromBuffer, supportedExtensions } from 'file-type';
import { signatureFileTypes } from '../../../../src/adapters/outbound/file-types/signature-file-types.js';
import { describeFileTypesContract } from '../../../contract/file-types.contract.js';

describeFileTypesContract({ name: 'signatures', setup: () => signatureFileTypes });

/** Of an empty file. */
const tarHeader = (): Buffer => {
  const header = Buffer.alloc(512);
  header.write('a');
  header.write('ustar', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
  return header;
};

describe('types by signatures', () => {
  it('have the sound of a container without the name of its codec', async () => {
    const page = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead')]);
    const type = await signatureFileTypes.of(Buffer.concat([page, Buffer.alloc(20)]));
    expect(type).to.deep.equal({ mime: 'audio/ogg', extension: 'opus' });
  });

  it('have the last part of an extension, in small letters: names of blobs have no other', async () => {
    const compressed = await signatureFileTypes.of(Buffer.from('1f9d9061', 'hex'));
    expect(compressed?.extension).to.equal('z');
    const archive = await signatureFileTypes.of(gzipSync(tarHeader()));
    const named = await fileTypeFromBuffer(gzipSync(tarHeader()));
    expect(named?.ext).to.equal('tar.gz');
    expect(archive).to.deep.equal({ mime: 'application/gzip', extension: 'gz' });
    const odd = [...supportedExtensions].filter((one) => !/^[a-z0-9]{1,10}$/.test(one));
    expect(odd).to.have.members(['Z', 'tar.gz']);
  });
});
