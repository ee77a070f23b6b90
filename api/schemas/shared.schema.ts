/** Building blocks of request and answer schemas: strict objects, NFC text with caps, exact numbers. */
import 'zod-openapi';
import { z } from 'zod';
import { parseLocalDate } from '../../domain/shared/instant.js';

/** C0/C1 controls other than tab and line breaks, plus lone surrogates, never belong in a text. */
const BROKEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Text a person typed: NFC, trimmed, no control characters, at most `most` characters. */
export const text = (most: number, least = 0) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(least)
    .max(most)
    .refine((value) => !BROKEN.test(value), { params: { code: 'content_control_character' } });

/** An id or code: opaque, short, and ASCII as stored; a column of ASCII cannot even be compared with other letters. */
export const idText = z.string().regex(/^[\x21-\x7e]{1,100}$/u);

/** Code of a unit; in a filter it stands for the unit's subtree. */
export const unitCode = z.string().regex(/^[\x21-\x7e]{1,32}$/u);

/** A whole number in a query string, within bounds; anything but plain ASCII digits is refused. */
export const wholeInQuery = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number)
    .refine((value) => value >= least && value <= most, { params: { code: 'out_of_range', minimum: least, maximum: most } })
    .meta({ override: { type: 'integer', minimum: least, maximum: most } });

/** `true` or `false` in a query string. */
export const flagInQuery = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ override: { type: 'boolean' } });

/** One or more of a closed list, separated by commas: or. */
export const anyOfInQuery = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .max(200)
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(values)).max(values.length))
    .meta({ override: { type: 'string', description: `One or more of ${values.join(', ')}, separated by commas` } });

/** A calendar date that exists, `YYYY-MM-DD`. */
export const localDate = z
  .string()
  .refine((value) => parseLocalDate(value) !== null, { params: { code: 'date_invalid' } })
  .meta({ format: 'date', example: '2026-11-25' });

export const searchText = text(200).meta({ description: 'Words to find; accents and đ/d do not matter' });

/** What every list takes. */
export const paging = {
  cursor: z.string().min(1).max(1024).optional().meta({ description: '`next` of the page before; only with the same filters' }),
  limit: wholeInQuery(1, 100)
    .optional()
    .meta({ description: 'Rows a page, 50 when absent', override: { type: 'integer', minimum: 1, maximum: 100 } }),
};
export const DEFAULT_LIMIT = 50;

/** A time with its offset, `2026-11-25T17:00:00+07:00`. */
export const instant = z.string().meta({ format: 'date-time', example: '2026-11-25T17:00:00+07:00' });
export const date = z.string().meta({ format: 'date', example: '2026-11-25' });
export const dong = z.int().meta({ description: 'Whole đồng' });
export const words = z.strictObject({ vi: z.string(), en: z.string() }).meta({ id: 'Text', description: 'The same words in Vietnamese and English' });

export const unitName = z.strictObject({ id: z.string(), code: z.string(), name: z.string() }).meta({ id: 'UnitName' });
export const personName = z.strictObject({ id: z.string(), honorific: z.string(), name: z.string(), post: z.string() }).meta({ id: 'PersonName' });
export const procedureName = z.strictObject({ id: z.string(), code: z.string(), name: z.string(), field: z.string() }).meta({ id: 'ProcedureName' });
export const campaignName = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'CampaignName' });
export const stageName = z.strictObject({ key: z.string(), name: words }).meta({ id: 'StageName' });

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: z.string().nullable() });

/**
 * A document of the domain passed on as it is: typed for TypeScript, described as an open object in OpenAPI.
 * Its fields are defined where the law is, in `domain/`.
 */
export const domainShape = <T extends object>(id: string, description: string) =>
  z.custom<T>((value) => typeof value === 'object' && value !== null).meta({ id, description, override: { type: 'object', additionalProperties: true } });
