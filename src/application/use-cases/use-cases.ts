import { ALLOWED_TYPES } from '../files/allowed-types.js';
import { changeConversation, type ChangeConversationDeps } from '../changes/change-conversation.js';
import { DEFAULT_TICKET_PREFIX } from '../../domain/ticket.js';
import { keptOnline } from '../kept-online.js';
import type { AuthCodes } from '../ports/auth-codes.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { FileScanner } from '../ports/file-scanner.js';
import type { FileTypes } from '../ports/file-types.js';
import type { Presence } from '../ports/presence.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { IdGenerator } from '../ports/id-generator.js';
import type { ReadMarks } from '../ports/read-marks.js';
import { type AddNote, addNote } from './add-note.js';
import { type AttachFiles, attachFiles } from './attach-files.js';
import { type AdoptConversation, adoptConversation } from './adopt-conversation.js';
import { type ClaimConversation, claimConversation } from './claim-conversation.js';
import { type CloseConversation, closeConversation } from './close-conversation.js';
import { type FetchFile, fetchFile } from './fetch-file.js';
import { type GetConversation, getConversation } from './get-conversation.js';
import { type GetHistory, getHistory } from './get-history.js';
import { type GetNewcomersHistory, getNewcomersHistory } from './get-newcomers-history.js';
import {
  type GetOrStartConversation,
  getOrStartConversation,
} from './get-or-start-conversation.js';
import { type GetTranscript, getTranscript } from './get-transcript.js';
import { type GetStatistics, getStatistics } from './get-statistics.js';
import { type GetTicket, getTicket } from './get-ticket.js';
import { type HandOverConversation, handOverConversation } from './hand-over-conversation.js';
import { type IdentifyConversation, identifyConversation } from './identify-conversation.js';
import { type IndicateTyping, indicateTyping } from './indicate-typing.js';
import { type IssueCode, issueCode } from './issue-code.js';
import { type JoinConversation, joinConversation } from './join-conversation.js';
import { type LeaveConversation, leaveConversation } from './leave-conversation.js';
import { type ListAgents, listAgents } from './list-agents.js';
import { type ListConversations, listConversations } from './list-conversations.js';
import { type ListOwnConversations, listOwnConversations } from './list-own-conversations.js';
import { type ListOwnTickets, listOwnTickets } from './list-own-tickets.js';
import { type OpenTicket, openTicket } from './open-ticket.js';
import { type RateConversation, rateConversation } from './rate-conversation.js';
import { type ReadMessage, readMessage } from './read-message.js';
import { type RejoinConversations, rejoinConversations } from './rejoin-conversations.js';
import { type ResumeConversation, resumeConversation } from './resume-conversation.js';
import { type SendMessage, sendMessage } from './send-message.js';
import { type StartConversation, startConversation } from './start-conversation.js';
import { type SweepFiles, sweepFiles } from './sweep-files.js';
import { type UpdateTicket, updateTicket } from './update-ticket.js';
import { type VerifyCode, verifyCode } from './verify-code.js';

import { type GoOnline, goOnline } from './go-online.js';
import { type StayOnline, stayOnline } from './stay-online.js';
import { type ListOnline, listOnline } from './list-online.js';
import { type CountInside, countInside } from './count-inside.js';
import { type CountNamed, countNamed } from './count-named.js';
import { type CountRooms, countRooms } from './count-rooms.js';
import { type DisconnectPerson, disconnectPerson } from './disconnect-person.js';
import { type IdentifyNumber, identifyNumber } from './identify-number.js';
import { type GoOffline, goOffline } from './go-offline.js';

/** Everything that a client can ask for, whatever protocol it speaks. */
export interface UseCases {
  readonly sendMessage: SendMessage;
  readonly getOrStartConversation: GetOrStartConversation;
  readonly startConversation: StartConversation;
  readonly getConversation: GetConversation;
  readonly identifyConversation: IdentifyConversation;
  readonly getHistory: GetHistory;
  readonly getNewcomersHistory: GetNewcomersHistory;
  readonly getTranscript: GetTranscript;
  readonly listOwnConversations: ListOwnConversations;
  readonly listConversations: ListConversations;
  readonly listAgents: ListAgents;
  readonly joinConversation: JoinConversation;
  readonly rejoinConversations: RejoinConversations;
  readonly resumeConversation: ResumeConversation;
  readonly adoptConversation: AdoptConversation;
  readonly leaveConversation: LeaveConversation;
  readonly indicateTyping: IndicateTyping;
  readonly readMessage: ReadMessage;
  readonly claimConversation: ClaimConversation;
  readonly handOverConversation: HandOverConversation;
  readonly closeConversation: CloseConversation;
  readonly rateConversation: RateConversation;
  readonly addNote: AddNote;
  readonly openTicket: OpenTicket;
  readonly updateTicket: UpdateTicket;
  readonly getTicket: GetTicket;
  readonly listOwnTickets: ListOwnTickets;
  readonly getStatistics: GetStatistics;
  readonly issueCode: IssueCode;
  readonly verifyCode: VerifyCode;
  readonly attachFiles: AttachFiles;
  readonly fetchFile: FetchFile;
  readonly sweepFiles: SweepFiles;
  readonly goOnline: GoOnline;
  readonly stayOnline: StayOnline;
  readonly listOnline: ListOnline;
  readonly countInside: CountInside;
  readonly countNamed: CountNamed;
  readonly countRooms: CountRooms;
  readonly disconnectPerson: DisconnectPerson;
  readonly identifyNumber: IdentifyNumber;
  readonly goOffline: GoOffline;
}

export interface UseCasesDeps extends ChangeConversationDeps {
  readonly queries: ConversationQueries;
  readonly agents: AgentDirectory;
  readonly reads: ReadMarks;
  readonly ids: IdGenerator;
  readonly limiter: RateLimiter;
  readonly presence: Presence;
  readonly codes: AuthCodes;
  readonly codeDigits: CodeDigits;
  readonly blobs: BlobStore;
  readonly fileTypes: FileTypes;
  readonly scanner: FileScanner;
  /** As of `storeFile`; not unless said. */
  readonly mustScan?: boolean;
  /** The same; `ALLOWED_TYPES` unless said. */
  readonly allowedTypes?: readonly string[];
  /** What ticket numbers begin with, if not with `DEFAULT_TICKET_PREFIX`. */
  readonly ticketPrefix?: string;
}

/** The use cases over a set of ports: all that a tester needs to run them in memory. */
export const useCases = (ports: UseCasesDeps): UseCases => {
  const changes = changeConversation(ports);
  const deps = {
    ticketPrefix: DEFAULT_TICKET_PREFIX,
    mustScan: false,
    allowedTypes: ALLOWED_TYPES,
    ...ports,
    changes,
    online: keptOnline(ports),
  };
  const reading = { ...deps, getConversation: getConversation(deps) };
  const issuing = { ...reading, getOrStartConversation: getOrStartConversation(deps) };
  const joining = { joinConversation: joinConversation(reading) };
  return {
    sendMessage: sendMessage(deps),
    getOrStartConversation: issuing.getOrStartConversation,
    startConversation: startConversation(deps),
    getConversation: reading.getConversation,
    identifyConversation: identifyConversation(deps),
    getHistory: getHistory(reading),
    getNewcomersHistory: getNewcomersHistory(deps),
    getTranscript: getTranscript(reading),
    listOwnConversations: listOwnConversations(deps),
    listConversations: listConversations(deps),
    listAgents: listAgents(deps),
    joinConversation: joining.joinConversation,
    rejoinConversations: rejoinConversations(joining),
    resumeConversation: resumeConversation(deps),
    adoptConversation: adoptConversation(deps),
    leaveConversation: leaveConversation(),
    indicateTyping: indicateTyping(reading),
    readMessage: readMessage(reading),
    claimConversation: claimConversation(deps),
    handOverConversation: handOverConversation(deps),
    closeConversation: closeConversation(deps),
    rateConversation: rateConversation(deps),
    addNote: addNote(deps),
    openTicket: openTicket(reading),
    updateTicket: updateTicket(deps),
    getTicket: getTicket(deps),
    listOwnTickets: listOwnTickets(deps),
    getStatistics: getStatistics(deps),
    issueCode: issueCode(issuing),
    verifyCode: verifyCode(deps),
    attachFiles: attachFiles(reading),
    fetchFile: fetchFile(deps),
    sweepFiles: sweepFiles(deps),
    goOnline: goOnline(deps),
    stayOnline: stayOnline(deps),
    listOnline: listOnline(deps),
    countInside: countInside(deps),
    countNamed: countNamed(deps),
    countRooms: countRooms(deps),
    disconnectPerson: disconnectPerson(deps),
    identifyNumber: identifyNumber(deps),
    goOffline: goOffline(deps),
  };
};
