import { spawn } from 'node:child_process';
import { PROJECT } from '../../architecture/support/tree.js';
import { Talker } from '../../docs/support/talker.js';
import { PATIENCE } from '../support/deadline.js';

/** What the client library tells of a connection; it asks a browser's storage where it asks the environment here. */
export const debugOutput = (url: string, debug: string | undefined): Promise<string> => {
  const script = `import { io } from 'socket.io-client';
    const socket = io('${url}');
    socket.on('connect', () => socket.close());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: PROJECT,
    env: { ...process.env, DEBUG: debug },
  });
  return new Talker(child, PATIENCE).whole();
};
