/** `tinhgon tracks list|show`: how approvals are carried out, with the verbs beside them. */
import type { Command } from 'commander';
import type { ExecutionBoard, ReviewDetail } from '../api/schemas/types.js';
import { COMPETENCE_TRACKS, type CompetenceTrack } from '../domain/procedure/change-items.js';
import { TRACK_LABELS, TRACK_STEP_LABELS } from '../domain/shared/labels.js';
import { action, withServer, type Context } from './context.js';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import { day, dong, dueWords } from './formats.js';
import type { Io } from './io.js';
import { fetchRows, formatOf, rowLimit, showList, withList, type ListOptions, type ListView } from './lists.js';
import { factsText } from './table.js';
import { registerTrackVerbs } from './track-verbs.js';

type TrackListOptions = ListOptions & { readonly campaign?: string };
type Row = ExecutionBoard['items'][number];
type Carried = NonNullable<ReviewDetail['execution']>;
type Shown = Pick<Context, 'say' | 'words' | 'lang'>;

export function registerTracks(program: Command, io: Io): void {
  const tracks = program.command('tracks').description('thực thi phương án đã phê duyệt theo từng tuyến / carrying approvals out, track by track');

  withServer(withList(tracks.command('list').description('các phương án đã phê duyệt và từng tuyến / approvals with their tracks')))
    .option('--campaign <id>', 'mã đợt rà soát / id of a campaign')
    .action(
      action<TrackListOptions>(io, async (context, options) => {
        formatOf(context, options);
        const rows = await fetchRows<Row>(context.client(), '/execution', { campaign: options.campaign }, rowLimit(options, context));
        showList<Row>(context, options, rows, trackList(context));
      }),
    );

  withServer(
    tracks
      .command('show')
      .description('xem việc thực thi của một việc rà soát / how one review is carried out')
      .argument('<review>', 'mã việc rà soát / id of the review'),
  ).action(
    action(io, async (context, _options, [id = '']) => {
      const { data } = await context.client().send<ReviewDetail>('GET', `/reviews/${encodeURIComponent(id)}`);
      const { execution } = data;
      if (execution === null)
        throw new Failure(
          EXIT.notFound,
          context.say('Việc rà soát này không, hoặc chưa, có phương án để thực thi.', 'This review has nothing to carry out, or not yet.'),
        );
      context.result(execution, () => executionText(context, execution));
    }),
  );
  registerTrackVerbs(tracks, io);
}

/** Where a track stands, in two or three words. */
function stands({ say, words }: Shown, track: Pick<Row['tracks'][number], 'step' | 'outcome'>): string {
  if (track.outcome === 'lapsed') return say('không được trả lời', 'never answered');
  return track.step === null ? say('chưa bắt đầu', 'not begun') : words(TRACK_STEP_LABELS[track.step]);
}

function published({ say }: Shown, publication: Row['tracks'][number]['publication']): string {
  if (publication === null) return '';
  if (publication.databaseEnteredOn !== null) return say('đã công bố, đã nhập CSDLQG', 'published and entered');
  return publication.publishedOn === null ? say('chờ công bố', 'to be published') : say('đã công bố', 'published');
}

function trackList(context: Context): ListView<Row> {
  const { say, words, lang } = context;
  const cell =
    (key: CompetenceTrack) =>
    (row: Row): string => {
      const track = row.tracks.find((candidate) => candidate.key === key);
      if (track === undefined) return '–';
      const late = track.lateness === 'overdue' || track.publication?.lateness === 'overdue' ? say('quá hạn', 'overdue') : '';
      return [stands(context, track), published(context, track.publication), late].filter((part) => part !== '').join(' · ');
    };
  const tracks = COMPETENCE_TRACKS.map((key) => ({ header: words(TRACK_LABELS[key]), cell: cell(key), folds: true }));
  return {
    empty: say('Chưa có phương án nào được phê duyệt để thực thi.', 'Nothing has been approved to be carried out.'),
    columns: [
      { header: say('Thủ tục', 'Procedure'), cell: (row) => `${row.procedure.code} ${row.procedure.name}`, folds: true },
      ...tracks,
      { header: say('Tiết kiệm/năm', 'Saving a year'), cell: (row) => dong(row.saving, lang) },
      { header: say('Mã việc rà soát', 'Review id'), cell: (row) => row.reviewId },
    ],
    csv: [
      { header: say('Mã việc rà soát', 'Review id'), cell: (row) => row.reviewId },
      { header: say('Mã TTHC', 'Code'), cell: (row) => row.procedure.code },
      { header: say('Tên TTHC', 'Procedure'), cell: (row) => row.procedure.name },
      { header: say('Đơn vị', 'Unit'), cell: (row) => row.unit.name },
      ...COMPETENCE_TRACKS.map((key) => ({ header: words(TRACK_LABELS[key]), cell: cell(key) })),
      { header: say('Tiết kiệm (đồng/năm)', 'Saving (đồng a year)'), cell: (row) => row.saving },
    ],
  };
}

function executionText(context: Shown, { tracks, savingsAtRisk }: Carried): string {
  const { say, words, lang } = context;
  if (tracks.length === 0) return say('Các tuyến đang được mở.', 'The tracks are being opened.');
  return tracks
    .map((track) => {
      const step = track.steps.at(-1)?.step ?? null;
      const risk = savingsAtRisk.find(({ key }) => key === track.key);
      return factsText([
        [say('Tuyến', 'Track'), `${words(TRACK_LABELS[track.key])} (${track.key})`],
        [say('Đang ở', 'Stands at'), stands(context, { step, outcome: track.outcome })],
        [say('Hạn', 'Due'), track.due?.dueAt ? dueWords(track.due, say) : null],
        [
          say('Văn bản', 'Text'),
          track.evidence &&
            `${track.evidence.document}, ${track.evidence.article ?? ''} ${say('hiệu lực', 'in force from')} ${day(track.evidence.effectiveFrom)}`,
        ],
        [say('Công bố', 'Publication'), track.publication && published(context, { ...track.publication, dueAt: null, lateness: null })],
        [say('Hạn công bố', 'To be published by'), track.publication?.due?.dueAt ? dueWords(track.publication.due, say) : null],
        [say('Tiết kiệm', 'Saving'), `${dong(track.saving, lang)}${say('/năm', ' a year')}`],
        [say('Hết hiệu lực', 'Ends by itself'), risk && day(risk.endsOn)],
        [say('Ghi tiếp được', 'May be recorded'), track.nextSteps.join(', ')],
      ]);
    })
    .join('\n\n');
}
