import * as E from 'fp-ts/lib/Either.js';
import { containerHost } from './container-host.js';
import { freePorts } from './free-ports.js';
import type { OpenHost } from './host.js';

const HERE = ['localhost', '127.0.0.1'];

/**
 * An image's program in a container of Docker, if a daemon answers; all servers of a host are in one
 * container, where 127.0.0.1 and a port mean the same server as outside. It goes when the tests end.
 * @param tell hears what takes long
 * @returns Left why there is none
 */
export const dockerHost = async (
  image: string,
  program: string,
  tell: (line: string) => void,
): Promise<E.Either<string, OpenHost>> => {
  // Only now: it is 140 packages, and whoever has a server of his own needs none of them.
  const library = await import('testcontainers').catch(String);
  if (typeof library === 'string') return E.left(library);
  const { GenericContainer, getContainerRuntimeClient, ImageName, Wait } = library;
  try {
    const docker = await getContainerRuntimeClient();
    const { host } = docker.info.containerRuntime;
    if (!HERE.includes(host)) return E.left(`the containers would be on ${host}, not here`);
    const name = ImageName.fromString(image);
    if (!(await docker.image.exists(name))) {
      tell(`pulling ${image}, once`);
      await docker.image.pull(name);
    }
  } catch (error) {
    return E.left(String(error));
  }
  return E.right(async (count) => {
    const ports = await freePorts(count);
    const started = await new GenericContainer(image)
      .withEntrypoint(['sleep'])
      .withCommand(['infinity'])
      .withExposedPorts(...ports.map((port) => ({ container: port, host: port })))
      .withWaitStrategy(Wait.forSuccessfulCommand('true'))
      .start();
    const container = {
      exec: (command: readonly string[]) => started.exec([...command]),
      remove: async (): Promise<void> => {
        await started.stop();
      },
    };
    const rooms = ports.map((port) => ({ port, folder: `/tmp/${port}` }));
    return containerHost(container, program, rooms);
  });
};
