/** What a person needs to understand a violation: the facts of the review and the history of its run, as short lines. */
import type { Client } from '@temporalio/client';
import type { Reader } from '../../db/reader.js';
import { reviewWorkflowId } from '../../domain/shared/ids.js';
import type { Violation } from './violation.js';

const REVIEW = /[a-z0-9]{26}/u;
const LAST = 60;

/** @returns lines about each review that a violation names */
export async function evidenceOf(reader: Reader, temporal: Client, violations: readonly Violation[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const id of new Set(violations.flatMap(({ about }) => REVIEW.exec(about)?.map((part) => `rev_${part}`) ?? []))) {
    lines.push(`evidence on ${id}`);
    const facts = await reader.rows<{ seq: number; type: string; at: string; cause: string; payload: string }>(
      'SELECT seq, type, recorded_at AS at, cause, payload FROM facts WHERE stream_id = ? ORDER BY seq',
      [id],
    );
    for (const fact of facts.slice(-LAST)) lines.push(`  ${fact.seq} ${fact.at} ${fact.type} by ${fact.cause} ${fact.payload.slice(0, 400)}`);
    const rows = await reader.rows('SELECT phase, outcome, rebuild, view_seq, next_wake_at FROM reviews WHERE id = ?', [id]);
    lines.push(`  row ${JSON.stringify(rows[0])}`);
    const views = await reader.rows<{ payload: string; carried: string | null }>(
      'SELECT created_at AS created, payload, carried_at AS carried FROM outbox WHERE ref_id = ? ORDER BY id DESC LIMIT 4',
      [id],
    );
    for (const view of views) lines.push(`  told ${JSON.stringify(view)}`);
    const rebuild = Number((rows[0] as { rebuild?: number } | undefined)?.rebuild ?? 0);
    const history = await temporal.workflow
      .getHandle(reviewWorkflowId(id, rebuild))
      .fetchHistory()
      .catch(() => null);
    for (const event of (history?.events ?? []).slice(-LAST)) {
      const at = new Date(Number(event.eventTime?.seconds ?? 0) * 1000 + Number(event.eventTime?.nanos ?? 0) / 1e6).toISOString();
      const attributes = Object.entries(event).find(([name, value]) => name.endsWith('Attributes') && value !== null && value !== undefined)?.[1] as
        | object
        | undefined;
      lines.push(`  event ${String(event.eventId)} ${at} ${shortly(attributes)}`);
    }
  }
  return lines;
}

/** Payloads as text, the rest as it is, cut short. */
function shortly(attributes: object | undefined): string {
  return JSON.stringify(attributes, (name, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
    if (typeof value === 'object' && value !== null && 'type' in value && (value as { type: unknown }).type === 'Buffer') {
      return Buffer.from((value as unknown as { data: number[] }).data).toString('utf8');
    }
    return name === 'metadata' ? undefined : value;
  })?.slice(0, 900);
}
