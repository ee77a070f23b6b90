/** `tinhgon tracks advance|give-up|publish|enter`: what may be recorded on a track. */
import type { Command } from 'commander';
import type { CarriedOn } from '../api/schemas/types.js';
import { COMPETENCE_TRACKS } from '../domain/procedure/change-items.js';
import { TRACK_STEPS } from '../domain/review/review-state.js';
import { parseLocalDate } from '../domain/shared/instant.js';
import { checkKey, freshKey } from './client.js';
import { action, withServer, type Context } from './context.js';
import { invalid } from './failure.js';
import type { Io } from './io.js';
import { oneOf } from './read-input.js';

type KeyOption = { readonly idempotencyKey?: string };
type AdvanceOptions = KeyOption & {
  readonly on?: string;
  readonly document?: string;
  readonly article?: string;
  readonly from?: string;
  readonly to?: string;
  readonly note?: string;
};
type ReasonOptions = KeyOption & { readonly reason?: string };
type PublishOptions = KeyOption & { readonly number?: string; readonly on?: string; readonly enteredOn?: string };
type EnterOptions = KeyOption & { readonly on?: string };

export function registerTrackVerbs(tracks: Command, io: Io): void {
  const verb = (name: string, description: string): Command =>
    withServer(
      tracks
        .command(name)
        .description(description)
        .argument('<review>', 'mã việc rà soát / id of the review')
        .argument('<track>', `${COMPETENCE_TRACKS.join(', ')} / ${COMPETENCE_TRACKS.join(', ')}`),
    ).option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat');

  verb('advance', 'ghi một bước: soạn, gửi, trả lời, ban hành / record a step: drafted, sent, answered, enacted')
    .argument('<step>', TRACK_STEPS.join(', '))
    .option('--on <date>', 'ngày của văn bản, YYYY-MM-DD / date of the letter or text, YYYY-MM-DD')
    .option('--document <symbol>', 'số, ký hiệu văn bản / number and symbol')
    .option('--article <text>', 'điều, khoản; cần với enacted / article, needed with enacted')
    .option('--from <date>', 'ngày có hiệu lực; cần với enacted / day of effect, needed with enacted')
    .option('--to <date>', 'ngày hết hiệu lực, nếu có / last day of effect, if any')
    .option('--note <text>', 'ghi chú / note')
    .action(action<AdvanceOptions>(io, (context, options, [review = '', track = '', step = '']) => advance(context, options, review, track, step)));
  verb('give-up', 'thôi chờ một kiến nghị không được trả lời / give up a recommendation nobody answered')
    .option('--reason <text>', 'lý do / reason')
    .action(
      action<ReasonOptions>(io, (context, options, [review = '', track = '']) =>
        send(context, options, review, track, '/abandonments', { reason: given(options.reason, '--reason', context) }),
      ),
    );
  verb('publish', 'ghi quyết định công bố theo văn bản của tuyến / record the publication decision for the text of a track')
    .option('--number <symbol>', 'số quyết định công bố / number of the decision')
    .option('--on <date>', 'ngày công bố, YYYY-MM-DD / day of publication, YYYY-MM-DD')
    .option('--entered-on <date>', 'ngày nhập Cơ sở dữ liệu quốc gia, nếu đã nhập / day of entry in the national database, if done')
    .action(
      action<PublishOptions>(io, (context, options, [review = '', track = '']) =>
        send(context, options, review, track, '/publications', {
          decisionNumber: given(options.number, '--number', context),
          publishedOn: date(given(options.on, '--on', context), '--on', context),
          databaseEnteredOn: optionalDate(options.enteredOn, '--entered-on', context),
        }),
      ),
    );
  verb('enter', 'ghi việc nhập Cơ sở dữ liệu quốc gia / record the entry in the national database')
    .option('--on <date>', 'ngày nhập, YYYY-MM-DD / day of entry, YYYY-MM-DD')
    .action(
      action<EnterOptions>(io, (context, options, [review = '', track = '']) =>
        send(context, options, review, track, '/database-entries', { enteredOn: date(given(options.on, '--on', context), '--on', context) }),
      ),
    );
}

/** @throws Failure (2) */
function given(value: string | undefined, name: string, { say }: Context): string {
  if (value === undefined || value.trim() === '') throw invalid(say(`Thiếu ${name}.`, `${name} is missing.`));
  return value;
}

/** @throws Failure (2) */
function date(text: string, name: string, { say }: Context): string {
  if (parseLocalDate(text) === null) throw invalid(say(`${name} là một ngày, như 2026-12-01.`, `${name} is a date, such as 2026-12-01.`));
  return text;
}

const optionalDate = (text: string | undefined, name: string, context: Context): string | null => (text === undefined ? null : date(text, name, context));

async function advance(context: Context, options: AdvanceOptions, review: string, track: string, typed: string): Promise<void> {
  const step = oneOf(typed, TRACK_STEPS, context.say('Bước', 'The step'), context.say);
  await send(context, options, review, track, '/steps', {
    step,
    on: date(given(options.on, '--on', context), '--on', context),
    document: given(options.document, '--document', context),
    article: options.article ?? null,
    effectiveFrom: optionalDate(options.from, '--from', context),
    effectiveTo: optionalDate(options.to, '--to', context),
    note: options.note ?? '',
  });
}

async function send(context: Context, options: KeyOption, review: string, typed: string, path: string, body: object): Promise<void> {
  const { io, say } = context;
  const track = oneOf(typed, COMPETENCE_TRACKS, say('Tuyến', 'The track'), say);
  const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
  const { data: carried } = await context.client().send<CarriedOn>('POST', `/reviews/${encodeURIComponent(review)}/tracks/${track}${path}`, { key, body });
  const again = carried.replayed ? say(', từ lần gửi trước', ', by the earlier try') : '';
  const phase = {
    deliberate: say('Đang rà soát.', 'Under review.'),
    execute: say('Đang thực thi.', 'Being carried out.'),
    publish: say('Mọi tuyến đã xong, còn công bố.', 'Every track has ended; publication is left.'),
    closed: say('Đã kết thúc.', 'It is over.'),
  }[carried.phase];
  context.result(carried, () => [say(`Đã ghi${again}.`, `Recorded${again}.`), phase].join('\n'));
}
