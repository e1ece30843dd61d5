import type { Spread } from '../../../../domain/statistics.js';

/** Of one total: bytes, the lowest first. Totals stand in the order of their buckets, from 0 to the highest counted. */
const WIDTH = 4;

const viewOf = (totals: Uint8Array): DataView =>
  new DataView(totals.buffer, totals.byteOffset, totals.byteLength);

/** Totals in which one more is counted; `undefined` where nothing was. */
export const oneMore = (totals: Uint8Array | undefined, bucket: number): Uint8Array => {
  const counted = new Uint8Array(Math.max(totals?.length ?? 0, (bucket + 1) * WIDTH));
  counted.set(totals ?? []);
  const view = viewOf(counted);
  view.setUint32(bucket * WIDTH, view.getUint32(bucket * WIDTH, true) + 1, true);
  return counted;
};

/** Adds up totals, bucket by bucket. */
export class BucketSums {
  private readonly sums: number[] = [];

  add(totals: Uint8Array): void {
    const view = viewOf(totals);
    for (let bucket = 0; bucket * WIDTH < totals.length; bucket += 1) {
      this.sums[bucket] = (this.sums[bucket] ?? 0) + view.getUint32(bucket * WIDTH, true);
    }
  }

  spread(): Spread {
    return new Map([...this.sums.entries()].filter(([, total]) => total > 0));
  }
}
