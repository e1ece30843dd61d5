import type { BusMessage } from '../../src/application/ports/event-bus.js';
import { LateBus } from '../support/late-bus.js';
import type { Air } from '../support/air.js';

export type NodeName = 'A' | 'B';

/** A node's end of a bus: what one node publishes stays in order, what two publish comes anyhow. */
export class NodeBus extends LateBus {
  private peers: readonly NodeBus[] = [];

  constructor(
    readonly node: NodeName,
    private readonly air: Pick<Air, 'way'>,
  ) {
    super({ atEnd: (work) => work() });
  }

  /** Every node hears every node, itself too. */
  join(peers: readonly NodeBus[]): void {
    this.peers = peers;
  }

  override publish(message: BusMessage): void {
    for (const peer of this.peers) {
      this.air.way(`${this.node} to ${peer.node}`).atEnd(() => peer.arrive(message));
    }
  }

  private arrive(message: BusMessage): void {
    super.publish(message);
  }
}
