import { MongoClient } from 'mongodb';
import type { OpenHost } from '../hosts/host.js';
import { ELECTIONS, SET_NAME } from './mongod.js';
import { type Member, startMember } from './member.js';

export interface ReplicaSet {
  readonly uri: string;
  readonly members: readonly Member[];
  /** The member that takes writes; waits for an election if there is none. */
  primary(): Promise<Member>;
  /** Resolves when every member runs and has caught up. */
  settled(): Promise<void>;
  /** Ends all members and removes what they stored. */
  stop(): Promise<void>;
}

const withClient = async <A>(uri: string, use: (client: MongoClient) => Promise<A>): Promise<A> => {
  const client = new MongoClient(uri);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};

const initiate = async ([first, ...others]: readonly Member[]): Promise<void> => {
  if (first === undefined) throw new Error('a replica set has a member at least');
  const members = [first, ...others].map(({ address }, _id) => ({ _id, host: address }));
  const config = { _id: SET_NAME, members, settings: ELECTIONS };
  await withClient(`mongodb://${first.address}/?directConnection=true`, (client) =>
    client.db('admin').command({ replSetInitiate: config }),
  );
};

/** Waits until a write is on the disk of every member. */
const settle = (uri: string, w: number): Promise<void> =>
  withClient(uri, async (client) => {
    const database = client.db('settling');
    await database.collection('writes').insertOne({}, { writeConcern: { w, journal: true } });
    await database.dropDatabase();
  });

/** A replica set of that many members, all of which have caught up; elections take about a second. */
export const startReplicaSet = async (open: OpenHost, count: number): Promise<ReplicaSet> => {
  const host = await open(count);
  try {
    const members = await Promise.all(host.rooms.map((room) => startMember(host, room)));
    const addresses = members.map(({ address }) => address).join(',');
    const uri = `mongodb://${addresses}/?replicaSet=${SET_NAME}`;
    await initiate(members);
    await settle(uri, count);
    const primary = async (): Promise<Member> => {
      const { me } = await withClient(uri, (client) => client.db('admin').command({ hello: 1 }));
      const found = members.find(({ address }) => address === me);
      if (found === undefined) throw new Error(`the primary is ${String(me)}, which is no member`);
      return found;
    };
    const settled = (): Promise<void> => settle(uri, count);
    return { uri, members, primary, settled, stop: () => host.close() };
  } catch (error) {
    await host.close();
    throw error;
  }
};
