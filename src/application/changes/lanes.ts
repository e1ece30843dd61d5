import type { ConversationId } from '../../domain/ids.js';
import { ConversationLane, type LaneDeps } from './conversation-lane.js';

/** Conversations whose state is kept in memory; more are read from the store when needed. */
const MAX_LANES = 10_000;

interface Kept {
  readonly lane: ConversationLane;
  /** Since it had its place in the order. */
  isUsedAgain: boolean;
}

/**
 * The lanes of this process. Where there are too many the one that came first goes, unless it was used since: then it has a
 * second chance, behind all others. So a use costs no more than a flag; who makes room may pass over all of them once.
 */
export class Lanes {
  private readonly lanes = new Map<ConversationId, Kept>();

  constructor(private readonly deps: LaneDeps) {}

  /** The one that there is already. */
  find(id: ConversationId): ConversationLane | undefined {
    return this.lanes.get(id)?.lane;
  }

  of(id: ConversationId, isNew: boolean): ConversationLane {
    const known = this.lanes.get(id);
    if (known !== undefined) {
      known.isUsedAgain = true;
      return known.lane;
    }
    this.makeRoom();
    const lane = new ConversationLane(id, this.deps, isNew);
    this.lanes.set(id, { lane, isUsedAgain: false });
    return lane;
  }

  /** Where there is no conversation there is nothing to keep. */
  forgetEmpty(lane: ConversationLane): void {
    if (lane.exists || !lane.idle || this.find(lane.id) !== lane) return;
    this.lanes.delete(lane.id);
  }

  /** One at work stays. */
  private makeRoom(): void {
    for (const [id, { lane, isUsedAgain }] of this.lanes) {
      if (this.lanes.size < MAX_LANES) return;
      if (!isUsedAgain && !lane.idle) continue;
      this.lanes.delete(id);
      if (isUsedAgain) this.lanes.set(id, { lane, isUsedAgain: false });
    }
  }
}
