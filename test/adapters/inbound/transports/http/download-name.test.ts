import { expect } from 'chai';
import { downloadName } from '../../../../../src/adapters/inbound/transports/http/download-name.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the name that a file is saved under', () => {
  const expectNames = (type: string, stored: string, names: Readonly<Record<string, string>>) => {
    for (const [original, saved] of Object.entries(names)) {
      expect(downloadName(original, type, stored), `${original} of ${type}`).to.equal(saved);
    }
  };

  it('is its own, where that ends in what it is', () => {
    expectNames('image/jpeg', 'x.jpg', { 'a.jpg': 'a.jpg', 'b.JPEG': 'b.JPEG', 'c.jpe': 'c.jpe' });
    expectNames(DOCX, 'x.docx', { 'Offer 3.docx': 'Offer 3.docx' });
    expectNames('audio/mp4', 'x.m4a', { 'a.m4a': 'a.m4a', 'a.mp3': 'a.mp3', 'a.MP4A': 'a.MP4A' });
    expectNames('text/plain', 'x.txt', {
      'a.txt': 'a.txt',
      'a.csv': 'a.csv',
      'a.log': 'a.log',
      'README.md': 'README.md',
      'a.json': 'a.json',
    });
    expectNames('image/png', 'x.png', { passwd: 'passwd', CON: 'CON', 'a.': 'a.', '%2e': '%2e' });
    expectNames('application/x-unheard-of', 'x.odd', { 'a.odd': 'a.odd', 'a.ODD': 'a.ODD' });
  });

  it('says what it is, where it would be opened as something else', () => {
    expectNames('text/plain', 'x.txt', {
      'page.html': 'page.html.txt',
      'run.js': 'run.js.txt',
      'run.bat': 'run.bat.txt',
      'run.hta': 'run.hta.txt',
      'run.ps1': 'run.ps1.txt',
      'logo.svg': 'logo.svg.txt',
      'a.xml': 'a.xml.txt',
    });
    expectNames('image/gif', 'x.gif', {
      'page.html': 'page.html.gif',
      'logo.svg': 'logo.svg.gif',
      'a.gif.exe': 'a.gif.exe.gif',
      'a.__proto__': 'a.__proto__',
      'a.constructor': 'a.constructor.gif',
    });
    expectNames('application/zip', 'x.zip', { 'a.docx': 'a.docx.zip', 'a.jar': 'a.jar.zip' });
    expectNames('image/svg+xml', 'x.svg', { 'a.png': 'a.png', 'a.svg': 'a.svg' });
  });

  it('stays as it is where nobody knows the ending of what it is stored as', () => {
    expectNames('image/png', 'x', { 'a.html': 'a.html' });
  });
});
