/** What `bin/` hands to the HTTP edge. */
import type { Router } from 'express';
import type { Log } from '../config/log.js';
import type { SessionKeeper } from '../commands/keep-session.js';
import type { Commands } from '../commands/index.js';
import type { ReadPort } from '../queries/read-port.js';

/** The use cases this edge calls. */
export type ApiCommands = Pick<
  Commands,
  | 'claimTask'
  | 'releaseTask'
  | 'addReviewer'
  | 'reassignTask'
  | 'suspendTerm'
  | 'resumeTerm'
  | 'requestExtension'
  | 'decideExtension'
  | 'proposeAdjustment'
  | 'confirmAdjustment'
  | 'recallDecision'
  | 'requestInformation'
  | 'submitInformation'
  | 'requestOverride'
  | 'grantOverride'
  | 'addComment'
  | 'answerComment'
  | 'requestReopen'
  | 'confirmReopen'
  | 'disputeDecision'
  | 'resolveDispute'
  | 'grantDelegation'
  | 'revokeDelegation'
  | 'recordAbsence'
  | 'endAbsence'
  | 'saveCostSheets'
  | 'restateCostSheets'
  | 'recordTariff'
  | 'approveTariff'
  | 'givePost'
  | 'endPost'
  | 'closeAccount'
  | 'reopenAccount'
  | 'checkDraft'
  | 'draftRoute'
  | 'submitRoute'
  | 'returnRoute'
  | 'approveRoute'
  | 'publishRoute'
  | 'retireRoute'
  | 'recordDecision'
  | 'reviseProposal'
  | 'withdrawReview'
  | 'launchCampaign'
  | 'closeCampaign'
  | 'importProcedures'
  | 'advanceClock'
  | 'releaseFuse'
  | 'advanceTrack'
  | 'giveUpTrack'
  | 'publishProcedure'
  | 'enterDatabase'
  | 'checkPassword'
  | 'issueApiToken'
>;

/** The part of an ioredis client the rate limiter uses. */
export type RedisPort = { readonly status: string; readonly call: (command: string, ...args: string[]) => Promise<unknown> };

/** Requests a minute, and failed sign-ins a quarter of an hour. */
export type Limits = {
  /** Per address, before anybody is known. */
  readonly perAddress: number;
  /** Per signed-in person. */
  readonly perPerson: number;
  /** Failed sign-ins per login, and ten times as many per address. */
  readonly failedSignIns: number;
};

export const DEFAULT_LIMITS: Limits = { perAddress: 6_000, perPerson: 1_200, failedSignIns: 10 };

/** A part whose state the health page shows; rejects when the part is away. */
export type HealthCheck = { readonly needed: boolean; readonly check: () => Promise<unknown> };

export type ApiDeps = {
  readonly commands: ApiCommands;
  readonly sessions: SessionKeeper;
  readonly reader: ReadPort;
  readonly log: Log;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly production: boolean;
  /** Keys that sign the session cookie, newest first. */
  readonly sessionKeys: readonly string[];
  /** Null: the limiter counts in this process only. */
  readonly redis: RedisPort | null;
  /** What Express takes for `trust proxy`: false, a number of hops, or addresses. */
  readonly trustProxy: boolean | number | string;
  /** Built web application; null serves the API alone. */
  readonly webRoot: string | null;
  readonly limits?: Limits;
  /** The decision page of letters at `/q`, the test mailbox at `/dev/mail`. */
  readonly pages?: { readonly decision?: Router; readonly devMail?: Router };
  readonly health?: Readonly<Record<string, HealthCheck>>;
  /** True while the process ends: readiness fails first. */
  readonly isDraining?: () => boolean;
  /** Compares every answer with its schema and fails on a difference. For tests. */
  readonly checkAnswers?: boolean;
};
