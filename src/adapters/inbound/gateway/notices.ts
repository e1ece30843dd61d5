import type { ConversationId } from '../../../domain/ids.js';
import type { Listener } from './listener.js';

/** Latest notices of one connection that are remembered; a join that takes longer may bring one again. */
const MAX_REMEMBERED = 100;

/** That something happened, the same for all who are told so. */
export interface Notice {
  readonly id: ConversationId;
  readonly seq: number;
}

/** Of what each connection was told elsewhere lately: while its join was under way, for instance. */
export class Notices {
  private readonly latest = new WeakMap<Listener, Notice[]>();

  remember(listener: Listener, notice: Notice): void {
    const latest = this.latest.get(listener);
    if (latest === undefined) this.latest.set(listener, [notice]);
    else if (latest.push(notice) > MAX_REMEMBERED) latest.shift();
  }

  /** The `seq` of each event of a conversation. */
  of(listener: Listener, id: ConversationId): ReadonlySet<number> {
    const latest = this.latest.get(listener) ?? [];
    return new Set(latest.filter((notice) => notice.id === id).map(({ seq }) => seq));
  }
}
