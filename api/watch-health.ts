/** Whether the beats that guard the ladder are alive: a part of `/healthz` each, by the database's clock. */
import { CANARY_SILENT_HOURS } from '../domain/escalation/canary.js';
import { INBOUND_PATIENCE_MS } from '../domain/review/silence.js';
import type { ReadPort } from '../queries/read-port.js';
import { listWaitingCalendars } from '../queries/waiting-calendars.query.js';
import { countQuarantined, readBeat, readFuse, readMailLag } from '../queries/watch.query.js';
import type { HealthCheck } from './deps.js';

/** @policy a beat older than this is a loop that died */
const SWEEP_SILENT_SECONDS = 5 * 60;
const RECOMPUTE_SILENT_SECONDS = 26 * 3600;
const QUARANTINE_TRIES = 5;

const sick = (code: string): Error => Object.assign(new Error(code), { code });

export function watchHealth(reader: ReadPort): Readonly<Record<string, HealthCheck>> {
  const beating = (name: string, seconds: number, code: string): HealthCheck => ({
    needed: false,
    check: async () => {
      const beat = await readBeat(reader, name);
      if (beat === null || beat.ageSeconds > seconds) throw sick(code);
    },
  });
  return {
    dueSweep: beating('due-sweep', SWEEP_SILENT_SECONDS, 'sweep_silent'),
    nightlyCheck: beating('recompute', RECOMPUTE_SILENT_SECONDS, 'nightly_check_silent'),
    canary: beating('canary', CANARY_SILENT_HOURS * 3600, 'canary_silent'),
    fuse: {
      needed: false,
      check: async () => {
        if ((await readFuse(reader)).blown) throw sick('rungs_held');
      },
    },
    calendars: {
      needed: false,
      check: async () => {
        if ((await listWaitingCalendars(reader)).length > 0) throw sick('calendar_too_short');
      },
    },
    inboundMail: {
      needed: false,
      check: async () => {
        if (((await readMailLag(reader)) ?? 0) > INBOUND_PATIENCE_MS / 1000) throw sick('mail_unread');
      },
    },
    quarantine: {
      needed: false,
      check: async () => {
        if ((await countQuarantined(reader, QUARANTINE_TRIES)) > 0) throw sick('reviews_set_apart');
      },
    },
  };
}
