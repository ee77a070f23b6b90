/** The parts of a published text a proposal can change, and the change each act on them means. */
import type { Json } from '../../../domain/shared/canonical.js';
import type { Text } from '../../../domain/shared/errors.js';
import type { ChangeItem, ChangeOp, ChangeType } from '../../../domain/procedure/change-items.js';
import { CONTENT_FIELDS } from '../../../domain/procedure/content-shape.js';
import { isPaper, type Duration, type DurationUnit, type Fee, type ProcedureContent } from '../../../domain/procedure/procedure.js';
import { CHANNEL_LABELS } from '../../../domain/shared/labels.js';

export type TargetKind = 'flag' | 'text' | 'duration' | 'fee' | 'paper' | 'step' | 'condition' | 'newData';
export type TargetGroup = 'general' | 'dossier' | 'steps' | 'channels' | 'conditions';

/** One part. `removable` rows can be taken out; `value` is what stands there, undefined for a part yet to be added. */
export type Target = {
  readonly path: string;
  readonly group: TargetGroup;
  readonly kind: TargetKind;
  readonly label: Text;
  readonly value: Json | undefined;
  readonly removable: boolean;
};

const both = (text: string): Text => ({ vi: text, en: text });
const short = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= 90 ? line : `${line.slice(0, 89)}…`;
};
const join = (left: Text, right: Text): Text => ({ vi: `${left.vi}: ${right.vi}`, en: `${left.en}: ${right.en}` });
const asJson = (value: unknown): Json => value as Json;

const PLAIN_FIELDS = ['name', 'implementingAgency', 'competentAgency', 'delegatedAgency', 'resultValidity', 'frequency'] as const;
const TIME: Text = { vi: 'Thời hạn', en: 'Time limit' };
const FEE: Text = { vi: 'Phí, lệ phí', en: 'Fee' };

/** Every part that can be changed here, in the portal's order. */
export function targetsOf(content: ProcedureContent): readonly Target[] {
  const plain = PLAIN_FIELDS.map((field): Target => ({
    path: field,
    group: 'general',
    kind: 'text',
    label: CONTENT_FIELDS[field].label,
    value: content[field],
    removable: false,
  }));
  const papers = content.dossier.flatMap((group) =>
    group.items.filter(isPaper).map((item): Target => ({
      path: `dossier/${group.id}/items/${item.id}`,
      group: 'dossier',
      kind: 'paper',
      label: both(short(item.name)),
      value: asJson(item),
      removable: true,
    })),
  );
  const steps = content.steps.map((step, index): Target => ({
    path: `steps/${step.id}`,
    group: 'steps',
    kind: 'step',
    label: both(`${index + 1}. ${short(step.text)}`),
    value: asJson(step),
    removable: true,
  }));
  const channels = content.channels.flatMap((channel): readonly Target[] => [
    {
      path: `channels/${channel.id}/duration`,
      group: 'channels',
      kind: 'duration',
      label: join(TIME, CHANNEL_LABELS[channel.channel]),
      value: asJson(channel.duration),
      removable: false,
    },
    {
      path: `channels/${channel.id}/fee`,
      group: 'channels',
      kind: 'fee',
      label: join(FEE, CHANNEL_LABELS[channel.channel]),
      value: asJson(channel.fee),
      removable: false,
    },
  ]);
  const conditions = content.conditions.map((condition): Target => ({
    path: `conditions/${condition.id}`,
    group: 'conditions',
    kind: 'condition',
    label: both(short(condition.text)),
    value: asJson(condition),
    removable: true,
  }));
  const free = freeId(
    'dl',
    content.dataReplacements.map((item) => item.id),
  );
  return [
    { path: 'abolished', group: 'general', kind: 'flag', label: CONTENT_FIELDS.abolished.label, value: content.abolished, removable: false },
    ...plain,
    ...papers,
    { path: `dataReplacements/${free}`, group: 'dossier', kind: 'newData', label: CONTENT_FIELDS.dataReplacements.label, value: undefined, removable: false },
    ...steps,
    ...channels,
    ...conditions,
  ];
}

function freeId(prefix: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

export type Act = 'replace' | 'remove' | 'add';
export const actsOf = (target: Target): readonly Act[] => (target.kind === 'newData' ? ['add'] : target.removable ? ['remove', 'replace'] : ['replace']);

/** What was typed for a new value; each kind reads the fields it knows. */
export type NewValue = {
  readonly text: string;
  readonly amount: string;
  readonly unit: DurationUnit;
  readonly originals: number;
  readonly copies: number;
  readonly database: string;
};

/** The form of a part before anything was typed into it. */
export function startValue(target: Target): NewValue {
  const value = target.value;
  const record = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {};
  const words =
    typeof value === 'string' ? value : typeof record['name'] === 'string' ? record['name'] : typeof record['text'] === 'string' ? record['text'] : '';
  const amount = typeof record['value'] === 'string' ? record['value'] : typeof record['amountDong'] === 'number' ? String(record['amountDong']) : '';
  return {
    text: words,
    amount,
    unit: (record['unit'] as DurationUnit | null | undefined) ?? 'workingDays',
    originals: Number(record['originals'] ?? 1),
    copies: Number(record['copies'] ?? 0),
    database: '',
  };
}

/** The new value in the form of its place; null while what was typed cannot be one. */
export function valueFor(
  target: Target,
  typed: NewValue,
  words: { readonly units: Readonly<Record<DurationUnit, string>>; readonly free: string },
): Json | null {
  const text = typed.text.trim();
  switch (target.kind) {
    case 'flag':
      return true;
    case 'text':
      return text === '' ? null : text;
    case 'step':
    case 'condition':
      return text === '' ? null : { ...(target.value as Readonly<Record<string, Json>>), text };
    case 'paper':
      return text === '' ? null : { ...(target.value as Readonly<Record<string, Json>>), name: text, originals: typed.originals, copies: typed.copies };
    case 'newData':
      return text === '' || typed.database.trim() === '' ? null : { paper: text, database: typed.database.trim(), owner: null, provision: null, basis: null };
    case 'duration': {
      const value = typed.amount.trim().replace(',', '.');
      if (!/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/.test(value)) return null;
      const duration: Duration = { value, unit: typed.unit, published: `${value.replace('.', ',')} ${words.units[typed.unit]}` };
      return asJson(duration);
    }
    case 'fee': {
      const digits = typed.amount.trim().replaceAll(/[.\s]/g, '');
      if (!/^\d{1,12}$/.test(digits)) return null;
      const dong = Number(digits);
      const fee: Fee = {
        amountDong: dong,
        currency: 'VND',
        amount: String(dong),
        published: dong === 0 ? words.free : `${new Intl.NumberFormat('vi-VN').format(dong)} đồng`,
      };
      return asJson(fee);
    }
  }
}

/** The operation of an act on a part. `after` is ignored for a removal. */
export function opFor(target: Target, act: Act, after: Json): ChangeOp {
  const before = target.value === undefined ? {} : { before: target.value };
  if (act === 'remove') return { path: target.path, op: 'remove', ...before };
  return act === 'add' ? { path: target.path, op: 'add', after } : { path: target.path, op: 'replace', ...before, after };
}

/** The type of cut an act most likely is; the author may choose another. */
export function likelyType(target: Target, act: Act): ChangeType {
  switch (target.kind) {
    case 'flag':
      return 'abolish';
    case 'paper':
      return act === 'remove' ? 'dropPaper' : 'simplifyForm';
    case 'newData':
      return 'replacePaperByData';
    case 'step':
      return 'cutStep';
    case 'duration':
      return 'cutTime';
    case 'fee':
      return 'cutFee';
    case 'condition':
      return 'cutCondition';
    case 'text':
      return target.path === 'frequency'
        ? 'reduceFrequency'
        : target.path === 'resultValidity'
          ? 'extendValidity'
          : target.path === 'name'
            ? 'merge'
            : 'decentralise';
  }
}

/** The next id of an item. */
export const nextItemId = (items: readonly ChangeItem[]): string =>
  freeId(
    'nd',
    items.map((item) => item.id),
  );
