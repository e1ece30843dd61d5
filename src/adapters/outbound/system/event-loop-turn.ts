import type { Turn } from '../../../application/ports/turn.js';

/** A turn ends when Node has handled every socket that was ready. */
export const eventLoopTurn: Turn = { atEnd: (work) => void setImmediate(work) };
