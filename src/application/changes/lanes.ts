import type { ConversationId } from '../../domain/ids.js';
import { ConversationLane, type LaneDeps } from './conversation-lane.js';

/** Conversations whose state is kept in memory; more are read from the store when needed. */
const MAX_LANES = 10_000;

/** The lanes of this process, those used last at the end. */
export class Lanes {
  private readonly lanes = new Map<ConversationId, ConversationLane>();

  constructor(private readonly deps: LaneDeps) {}

  /** The one that there is already. */
  find(id: ConversationId): ConversationLane | undefined {
    return this.lanes.get(id);
  }

  of(id: ConversationId, isNew: boolean): ConversationLane {
    const known = this.lanes.get(id);
    if (known === undefined) this.makeRoom();
    else this.lanes.delete(id);
    const lane = known ?? new ConversationLane(id, this.deps, isNew);
    this.lanes.set(id, lane);
    return lane;
  }

  /** Where there is no conversation there is nothing to keep. */
  forgetEmpty(lane: ConversationLane): void {
    if (lane.exists || !lane.idle || this.lanes.get(lane.id) !== lane) return;
    this.lanes.delete(lane.id);
  }

  /** The lane unused for longest is forgotten first; one at work stays. */
  private makeRoom(): void {
    for (const [id, lane] of this.lanes) {
      if (this.lanes.size < MAX_LANES) return;
      if (lane.idle) this.lanes.delete(id);
    }
  }
}
