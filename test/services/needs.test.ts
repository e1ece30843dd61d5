import { expect } from 'chai';
import { runMocha } from './support/run-mocha.js';

describe('suites that need a service that is not there', () => {
  const WHY = 'mongodb is not there: nobody has one. See "Servers for the tests" in README.md';

  it('are skipped, for a reason that is told once', async () => {
    const { code, output } = await runMocha('absent-service');
    expect(output).to.contain('1 passing').and.contain('4 pending');
    expect(code).to.equal(0);
    expect(output.split(`${WHY}. What needs it is skipped.\n`)).to.have.lengthOf(2);
  });

  for (const required of ['1', 'chromium,mongodb']) {
    it(`fail with REQUIRE_SERVICES=${required}`, async () => {
      const { code, output } = await runMocha('absent-service', { REQUIRE_SERVICES: required });
      expect(output).to.contain('1 passing').and.contain('2 failing').and.contain(`Error: ${WHY}`);
      expect(output).not.to.contain('pending');
      expect(code).to.equal(2);
    });
  }

  it('are skipped when others are required', async () => {
    const { code } = await runMocha('absent-service', { REQUIRE_SERVICES: 'chromium' });
    expect(code).to.equal(0);
  });
});
