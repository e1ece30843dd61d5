import { existsSync } from 'node:fs';

/** From `dist/src/bootstrap/cli`: the Node that comes with an installation for developers. */
const CARRIED = new URL('../../../../node_modules/node', import.meta.url);

const NEEDED = [22, 22] as const;

/** Older versions fail in ways that do not say why. */
export const requireNode = (version = process.versions.node): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = NEEDED;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  process.stderr.write(
    `Switchboard needs Node ${NEEDED.join('.')} or newer; this is ${version}.\n` +
      (existsSync(CARRIED)
        ? 'Start it by an npm script in its folder: those use the Node that it brings along.\n'
        : 'Install that, and start it with it.\n'),
  );
  process.exit(1);
};
