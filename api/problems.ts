/**
 * Door 1: any error becomes an RFC 9457 problem, in the reader's language, with what to do next.
 * Every code of the catalogue has a status here; a new code outside the known families does not compile without one.
 */
import { DomainError, ERROR_TEXTS, type ErrorCode, type Text } from '../domain/shared/errors.js';

export type Language = keyof Text;

export type FieldError = { readonly pointer: string; readonly code: string; readonly detail: string };

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
  readonly [more: string]: unknown;
};

/** A refusal by the edge itself: shape, identity, limits. */
export class EdgeError extends Error {
  override readonly name = 'EdgeError';
  constructor(
    readonly code: ErrorCode,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly errors: readonly { readonly pointer: string; readonly code: string; readonly text: Text }[] = [],
  ) {
    super(code);
  }
}

/** Families whose codes all mean: what you sent does not hold, correct the named place. */
type Family = `${'cost' | 'change' | 'content' | 'import' | 'paste' | 'policy'}_${string}`;

const FAMILY_STATUS = 422;
const FAMILIES = /^(?:cost|change|content|import|paste|policy)_/u;

const STATUS_OF: Readonly<Record<Exclude<ErrorCode, Family>, number>> = {
  already_decided: 409,
  already_voted: 409,
  comments_unanswered: 409,
  comment_required: 422,
  key_reused: 422,
  not_eligible: 403,
  not_found: 404,
  review_closed: 409,
  stage_closed: 409,
  stale_content: 409,
  verdict_not_allowed: 422,
  nothing_changed: 409,
  return_target_invalid: 422,
  round_budget_spent: 409,
  proposal_locked: 409,
  proposal_empty: 409,
  route_has_no_holder: 409,
  holders_excluded: 409,
  reviewer_not_here: 409,
  step_up_required: 403,
  review_open_already: 409,
  // The test clock does not exist where it is locked.
  test_clock_locked: 404,
  fuse_whole: 409,
  campaign_empty: 422,
  campaign_closed: 409,
  unit_unknown: 422,
  stale_run: 409,
  track_step_invalid: 409,
  evidence_required: 422,
  date_invalid: 422,
  version_moved: 412,
  absence_invalid: 422,
  delegation_cycle: 409,
  delegation_invalid: 422,
  dispute_not_open: 409,
  nothing_to_recall: 409,
  override_never: 409,
  settled_by_silence: 409,
  stage_not_reopenable: 409,
  claimed: 409,
  frozen: 409,
  second_person_needed: 403,
  request_unknown: 409,
  pause_ground_unknown: 422,
  pause_on_fixed_date: 409,
  pause_budget: 409,
  pause_end_required: 422,
  already_due: 409,
  extend_budget: 409,
  amount_invalid: 422,
  own_post: 403,
  post_invalid: 422,
  post_held: 409,
  post_ended: 409,
  account_closed: 409,
  account_open: 409,
  route_changed: 409,
  route_invalid: 422,
  route_not_approved: 409,
  route_not_draft: 409,
  route_not_published: 409,
  route_not_submitted: 409,
  route_refused: 409,
  route_warnings_open: 409,
  calendar_alternative_unknown: 422,
  calendar_file_invalid: 422,
  calendar_missing: 422,
  calendar_unknown: 409,
  fixed_date_immovable: 409,
  ledger_invalid: 422,
  limit_invalid: 422,
  body_too_large: 413,
  cursor_invalid: 400,
  idempotency_key_invalid: 400,
  idempotency_key_missing: 400,
  if_match_missing: 428,
  internal_error: 500,
  malformed_json: 400,
  malformed_request: 400,
  media_type_unsupported: 415,
  method_not_allowed: 405,
  not_permitted: 403,
  origin_refused: 403,
  parameter_invalid: 400,
  parameter_unknown: 400,
  route_unknown: 404,
  sign_in_failed: 401,
  sign_in_required: 401,
  store_unavailable: 503,
  token_invalid: 401,
  too_many_requests: 429,
  validation_failed: 422,
};

export const statusOf = (code: ErrorCode): number => (FAMILIES.test(code) ? FAMILY_STATUS : STATUS_OF[code as keyof typeof STATUS_OF]);

/** Seconds after which a refusal for want of capacity is worth another try. */
const RETRY_AFTER_SECONDS = 2;

export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly problem: Problem };

/** `already_decided` → `/api/docs/errors/already-decided` */
export const pageOfCode = (code: ErrorCode): string => `/api/docs/errors/${code.replaceAll('_', '-')}`;

/**
 * The first sentence of a catalogue text says what is so, the rest what to do.
 * Split at the first full stop that ends a sentence.
 */
function titleAndDetail(text: string): { readonly title: string; readonly detail: string | undefined } {
  const cut = text.search(/[.:?] /u);
  return cut === -1 ? { title: text, detail: undefined } : { title: text.slice(0, cut + 1), detail: text.slice(cut + 2) };
}

/** Says the same for every error of a kind: a bug shows its request id and nothing more. */
export function answerTo(error: unknown, language: Language, instance: string): Answer {
  const { code, details, errors } = readError(error);
  const status = statusOf(code);
  const { title, detail } = titleAndDetail(ERROR_TEXTS[code][language]);
  const fields = errors.map((field): FieldError => ({ pointer: field.pointer, code: field.code, detail: field.text[language] }));
  const headers: Record<string, string> = {
    ...(status === 503 ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="tinhgon"' } : {}),
    ...(typeof details['allow'] === 'string' ? { Allow: details['allow'] } : {}),
    ...(typeof details['retryAfterSeconds'] === 'number' ? { 'Retry-After': String(details['retryAfterSeconds']) } : {}),
  };
  const said = code === 'validation_failed' && fields.length > 0 ? countOfFields(fields.length)[language] : detail;
  return {
    status,
    headers,
    problem: {
      ...inLanguage(details, language),
      type: pageOfCode(code),
      title,
      status,
      code,
      ...(said === undefined ? {} : { detail: said }),
      instance,
      ...(fields.length > 0 ? { errors: fields } : {}),
    },
  };
}

const countOfFields = (count: number): Text => ({
  vi: `Sửa ${count} trường rồi gửi lại.`,
  en: count === 1 ? 'Correct 1 field and send again.' : `Correct ${count} fields and send again.`,
});

type Read = { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>>; readonly errors: EdgeError['errors'] };

const plain = (code: ErrorCode, details: Read['details'] = {}): Read => ({ code, details, errors: [] });

function readError(error: unknown): Read {
  if (error instanceof EdgeError) return { code: error.code, details: error.details, errors: error.errors };
  if (error instanceof DomainError) return { code: error.code, details: error.details, errors: fieldOf(error) };
  if (isStoreAway(error)) return plain('store_unavailable');
  return plain(codeOfTransport(error));
}

/** A domain refusal that names one place of the body is shown beside that field. */
function fieldOf(error: DomainError): EdgeError['errors'] {
  const { pointer } = error.details;
  return typeof pointer === 'string' && statusOf(error.code) === 422 ? [{ pointer, code: error.code, text: ERROR_TEXTS[error.code] }] : [];
}

/** What body parser, router and upload parser throw, by their stable types. */
function codeOfTransport(error: unknown): ErrorCode {
  const { type, name, code, status } = error as { type?: unknown; name?: unknown; code?: unknown; status?: unknown };
  switch (type) {
    case 'entity.parse.failed':
      return 'malformed_json';
    case 'entity.too.large':
    case 'parameters.too.many':
      return 'body_too_large';
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return 'media_type_unsupported';
    case 'request.aborted':
    case 'request.size.invalid':
    case 'encoding.failed':
      return 'malformed_request';
  }
  if (name === 'MulterError') return code === 'LIMIT_FILE_SIZE' ? 'body_too_large' : 'malformed_request';
  if (name === 'URIError' || status === 400) return 'malformed_request';
  // A static file that is not there, or a path that tries to leave the folder.
  if (status === 403 || status === 404) return 'route_unknown';
  return 'internal_error';
}

const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
]);
/** Lock timeout, deadlock, changed record: the transaction was tried again and lost each time. 4031 and 1927: killed. */
const AWAY_NUMBERS = new Set([1205, 1213, 1020, 1040, 1053, 1203, 1927, 4031]);
/** The pool's own refusals carry no code. */
const POOL_WORDS = new Set(['Queue limit reached.', 'Pool is closed.', 'No connections available.']);

/** Whether the database is away, going, or has no room: the same request is worth sending again. */
export function isStoreAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, errno, fatal, message, driverError, errors } = error as {
    code?: unknown;
    errno?: unknown;
    fatal?: unknown;
    message?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  if (typeof code === 'string' && AWAY_CODES.has(code)) return true;
  if (typeof errno === 'number' && AWAY_NUMBERS.has(errno)) return true;
  if (fatal === true || (typeof message === 'string' && POOL_WORDS.has(message))) return true;
  if (Array.isArray(errors) && errors.length > 0 && errors.every(isStoreAway)) return true;
  return driverError !== undefined && driverError !== error && isStoreAway(driverError);
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Text).vi === 'string' &&
  typeof (value as Text).en === 'string' &&
  Object.keys(value).length === 2;

/** Details carry both languages; a problem speaks one. */
function inLanguage<T>(value: T, language: Language): T {
  if (isText(value)) return value[language] as T;
  if (Array.isArray(value)) return value.map((item: unknown) => inLanguage(item, language)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item, language)])) as T;
}
