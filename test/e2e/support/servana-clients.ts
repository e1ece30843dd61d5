import { channel } from '../../../src/adapters/inbound/dialects/servana/channel.js';
import type { Client } from './client.js';
import { connectSocketio, type SocketioClient, type SocketioOptions } from './socketio-client.js';
import type { Staged } from './spoken.js';

/** The dialect `servana` on a stage. */
export const servana: Staged = { name: channel.name, namespace: '/', channel };

/** A number where the token's id is one. */
export type ServanaId = number | string;

export type ServanaUserType = 'agent' | 'client';

/** Document 002, `onlineUsersList`. */
export interface ServanaOnlineUser {
  readonly userId: ServanaId;
  readonly userType: ServanaUserType;
  readonly lastSeen: string;
}

export interface ServanaStatus {
  readonly userId: ServanaId;
  readonly status: 'online' | 'offline';
  readonly timestamp: string;
}

/** Document 002, `userJoined` and `userLeft`. */
export interface ServanaMember {
  readonly userType: ServanaUserType;
  readonly userId: ServanaId;
  readonly chatGroupId: number;
}

export interface ServanaTypist extends ServanaMember {
  readonly isTyping: boolean;
}

/** Document 002, `joinedRoom`: a chat group by its number, a department's or a user's room by its name. */
export interface ServanaRoom {
  readonly chatGroupId: number | string;
  readonly roomInfo: { readonly status: 'active' | 'ended'; readonly memberCount: number };
}

/** Document 002, `receiveMessage`; `seq`, `messageType` and the files are ours. */
export interface ServanaMessage {
  readonly chat_id: number;
  readonly chat_message: string;
  readonly chat_created_at: string;
  readonly sender_type: 'agent' | 'client' | 'system';
  readonly chatGroupId: number;
  readonly sender: {
    readonly userId: ServanaId | null;
    readonly profile: {
      readonly prof_firstname: string | null;
      readonly prof_lastname: string | null;
    };
  };
  readonly messageType: string;
  readonly seq: number;
  readonly attachments?: readonly { readonly url: string; readonly originalname: string }[];
}

export interface ServanaGroupUpdate {
  readonly action: 'new_group' | 'new_message' | 'assigned' | 'ended' | 'updated';
  readonly chatGroupId: number;
  readonly timestamp: string;
}

export interface ServanaListUpdate {
  readonly action: 'sort';
  readonly chatGroupId: number;
  readonly newPosition: 1;
  readonly timestamp: string;
}

export interface ServanaStats {
  readonly totalRooms: number;
  readonly activeRooms: number;
  readonly totalUsers: number;
  readonly timestamp: string;
}

/** Design, section 6, `createChatGroup`. */
export interface ServanaChatGroup {
  readonly chatGroupId: number;
  readonly departmentId: string | null;
  readonly subject: string | null;
  readonly status: 'active' | 'ended';
}

export interface ServanaError {
  readonly message: string;
  readonly code: string;
  /** Document 002; the others are ours. */
  readonly details: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly retryAfter?: number;
  readonly chatGroupId?: number;
}

/** Server → client events of document 002; `chatGroupCreated` is ours. */
export interface ServanaFrames {
  userStatusUpdated: ServanaStatus;
  onlineUsersUpdate: { readonly onlineUsers: readonly ServanaOnlineUser[] };
  onlineUsersList: readonly ServanaOnlineUser[];
  userJoined: ServanaMember;
  userLeft: ServanaMember;
  joinedRoom: ServanaRoom;
  receiveMessage: ServanaMessage;
  updateChatGroups: ServanaGroupUpdate;
  customerListUpdate: ServanaListUpdate;
  typing: ServanaTypist;
  stopTyping: ServanaTypist;
  roomStatsUpdate: ServanaStats;
  chatGroupCreated: ServanaChatGroup;
  error: ServanaError;
}

/** What the matching event carries, `{success: true}`, or `{success: false, error, code, details, errors?, retryAfter?}`. */
export type ServanaAck = Readonly<Record<string, unknown>> & { readonly success?: boolean };

/** Clients of the dialect `servana`. */
export type ServanaClient = Client<ServanaFrames, ServanaAck>;
export type ServanaSocketioClient = SocketioClient<ServanaFrames, ServanaAck>;

/** With a token in the header `Authorization`, or whatever else the options bring. */
export const connectServanaSocketio = (
  url: string,
  options?: SocketioOptions,
): Promise<ServanaSocketioClient> => connectSocketio(servana, url, {}, options);
