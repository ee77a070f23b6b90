/** Refusals of the server, put to a person. */
import { exitCodeOf } from './exit-code.js';
import { Failure } from './failure.js';
import type { Say } from './lang.js';

type Fields = readonly { readonly pointer: string; readonly detail: string }[];
type Body = Readonly<Record<string, unknown>>;

const asText = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

function fieldsOf(body: Body): Fields {
  const { errors } = body;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { pointer, detail } = item as Body;
    return typeof pointer === 'string' && typeof detail === 'string' ? [{ pointer, detail }] : [];
  });
}

/** What to do next where only the command line knows it. */
function hintOf(code: unknown, status: number, say: Say): readonly string[] {
  if (status === 401) return [say('Đăng nhập lại: tinhgon login', 'Sign in again: tinhgon login')];
  switch (code) {
    case 'already_decided':
    case 'stale_content':
    case 'version_moved':
      return [say('Xem lại: tinhgon tasks show <mã việc>', 'Look again: tinhgon tasks show <task id>')];
    default:
      return [];
  }
}

const listed = (value: unknown): string | null =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string') ? value.slice(0, 20).join(', ') : null;

/** A refusal as the end of a command: the problem's title and detail, each wrong field, what to do next. */
export function failureOf(status: number, problem: unknown, say: Say): Failure {
  const body: Body = typeof problem === 'object' && problem !== null ? (problem as Body) : {};
  const title = asText(body['title']);
  const detail = asText(body['detail']);
  const sentence = title !== null && detail !== null && !detail.startsWith(title) ? `${title.replace(/[.:]$/u, '')}. ${detail}` : (detail ?? title);
  const codes = listed(body['codes']);
  const allowed = listed(body['allowed']);
  return new Failure(exitCodeOf(status), sentence ?? say(`Máy chủ từ chối (HTTP ${status}).`, `The server refused (HTTP ${status}).`), [
    ...fieldsOf(body).map(({ pointer, detail: says }) => `${pointer}: ${says}`),
    ...(codes === null ? [] : [codes]),
    ...(allowed === null ? [] : [say(`Được chọn: ${allowed}`, `Allowed: ${allowed}`)]),
    ...(status >= 500 && asText(body['instance']) !== null ? [say(`Mã yêu cầu: ${String(body['instance'])}`, `Request id: ${String(body['instance'])}`)] : []),
    ...hintOf(body['code'], status, say),
  ]);
}
