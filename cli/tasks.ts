/** `tinhgon tasks list|show|decide`, with the other verbs beside them. */
import type { Command } from 'commander';
import type { DecisionReceipt, OverdueBoard, TaskDetail, TaskRow } from '../api/schemas/types.js';
import type { Verdict } from '../domain/route/route.js';
import { LATENESS_LABELS, VERDICT_LABELS } from '../domain/shared/labels.js';
import { checkKey, freshKey } from './client.js';
import { action, withServer, type Context } from './context.js';
import { invalid } from './failure.js';
import { dong, dueWords, moment, TONES } from './formats.js';
import type { Io } from './io.js';
import { fetchRows, formatOf, rowLimit, showList, withList, type ListOptions, type ListView } from './lists.js';
import { oneOf } from './read-input.js';
import { taskText } from './task-text.js';
import { registerTaskVerbs } from './task-verbs.js';

const BOXES = ['todo', 'waiting', 'done'] as const;

type TaskListOptions = ListOptions & {
  readonly overdue?: boolean;
  readonly dueSoon?: boolean;
  readonly mine?: boolean;
  readonly box?: string;
  readonly unit?: string;
  readonly campaign?: string;
  readonly search?: string;
};
type DecideOptions = {
  readonly approve?: boolean;
  readonly reject?: boolean;
  readonly return?: boolean;
  /** Commander reads `--no-opinion` as "opinion: no". */
  readonly opinion?: boolean;
  readonly comment?: string;
  readonly ownRight?: boolean;
  readonly seen?: string;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
};

export function registerTasks(program: Command, io: Io): void {
  const tasks = program.command('tasks').description('việc được giao: liệt kê, xem, quyết định / tasks: list, show, decide');

  withServer(withList(tasks.command('list').description('việc của tôi, hoặc mọi việc quá hạn / my tasks, or all that are overdue')))
    .option('--overdue', 'mọi việc quá hạn trong phạm vi được xem; thêm --mine: chỉ việc của tôi / everything overdue within reach; with --mine only my own')
    .option('--due-soon', 'việc của tôi sắp đến hạn / my tasks due soon')
    .option('--mine', 'chỉ việc của tôi / only my own')
    .option('--box <box>', 'todo (mặc định), waiting: chờ người khác, done: đã làm / todo (default), waiting for others, done')
    .option('--unit <code>', 'mã đơn vị, gồm đơn vị trực thuộc / code of a unit, with those below')
    .option('--campaign <id>', 'mã đợt rà soát / id of a campaign')
    .option('-q, --search <words>', 'từ cần tìm trong tên thủ tục / words in the procedure name')
    .action(
      action<TaskListOptions>(io, async (context, options) => {
        const { say } = context;
        formatOf(context, options);
        const limit = rowLimit(options, context);
        const box = options.box === undefined ? null : oneOf(options.box, BOXES, '--box', say);
        if (options.overdue && options.dueSoon)
          throw invalid(say('--overdue và --due-soon trái nhau. Chọn một.', '--overdue and --due-soon contradict each other. Choose one.'));
        const ofAll = options.overdue === true && !options.mine && box === null;
        if (ofAll && options.search !== undefined)
          throw invalid(
            say('--search cùng --overdue chỉ dùng cho việc của mình: thêm --mine.', '--search with --overdue works on one’s own tasks only: add --mine.'),
          );
        const client = context.client();
        const rows = ofAll
          ? await fetchRows<OverdueBoard['items'][number]>(
              client,
              '/overdue',
              { unit: options.unit },
              limit,
              (row) => options.campaign === undefined || row.campaign?.id === options.campaign,
            )
          : await fetchRows<TaskRow>(
              client,
              '/tasks',
              {
                box,
                lateness: options.overdue ? 'overdue' : options.dueSoon ? 'dueSoon' : null,
                unit: options.unit,
                campaign: options.campaign,
                q: options.search,
              },
              limit,
            );
        showList<TaskRow>(context, options, rows, taskList(context));
      }),
    );

  withServer(
    tasks
      .command('show')
      .description('xem một việc: hạn, thay đổi, chi phí, ý kiến / show a task: term, changes, cost, opinions')
      .argument('<id>', 'mã việc / id of the task'),
  ).action(
    action(io, async (context, _options, [id = '']) => {
      const { data } = await context.client().send<TaskDetail>('GET', `/tasks/${encodeURIComponent(id)}`);
      context.result(data, () => taskText(context, data));
    }),
  );

  withServer(tasks.command('decide').description('ghi ý kiến, quyết định cho một việc / decide a task').argument('<id>', 'mã việc / id of the task'))
    .option('--approve', 'đồng ý / approve')
    .option('--reject', 'không đồng ý / reject')
    .option('--return', 'trả lại / return')
    .option('--no-opinion', 'không có ý kiến / no opinion')
    .option('--comment <text>', 'ý kiến, lý do / comment, reason')
    .option(
      '--own-right',
      'lãnh đạo quyết định thay việc quá hạn mà thang đôn đốc đã báo / as a superior whom the ladder has told, decide a late task given to others',
    )
    .option(
      '--seen <mark>',
      'chỉ quyết định nếu nội dung vẫn như đã xem; dấu này có ở tasks show / decide only if the content is still what was seen; tasks show gives the mark',
    )
    .option('--dry-run', 'chỉ cho xem sẽ quyết định gì / only show what would be decided')
    .option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat')
    .action(action<DecideOptions>(io, decide));
  registerTaskVerbs(tasks, io);
}

function verdictOf(options: DecideOptions, { say }: Context): Verdict {
  const chosen = (
    [
      ['approve', options.approve === true],
      ['reject', options.reject === true],
      ['return', options.return === true],
      ['noOpinion', options.opinion === false],
    ] as const
  ).flatMap(([verdict, given]) => (given ? [verdict] : []));
  const [verdict, ...others] = chosen;
  if (verdict === undefined || others.length > 0) {
    throw invalid(
      verdict === undefined
        ? say(
            'Thiếu ý kiến: thêm một trong --approve, --reject, --return, --no-opinion.',
            'No verdict: add one of --approve, --reject, --return, --no-opinion.',
          )
        : say('Chỉ một ý kiến: --approve, --reject, --return hoặc --no-opinion.', 'One verdict only: --approve, --reject, --return or --no-opinion.'),
    );
  }
  return verdict;
}

/** What a person saw of a task: its version with the digest of its content, `v3:<64 hex digits>`. */
type Seen = { readonly version: number; readonly contentDigest: string };

/** @throws Failure (2) */
function readSeen(typed: string, { say }: Context): Seen {
  const parts = /^v(\d{1,9}):([0-9a-f]{64})$/u.exec(typed);
  if (parts?.[1] === undefined || parts[2] === undefined)
    throw invalid(say('--seen có dạng v3:<64 chữ số hex>, chép từ tasks show.', '--seen looks like v3:<64 hex digits>, copied from tasks show.'));
  return { version: Number(parts[1]), contentDigest: parts[2] };
}

async function decide(context: Context, options: DecideOptions, [id = '']: readonly string[]): Promise<void> {
  const { io, say, words } = context;
  const verdict = verdictOf(options, context);
  const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
  const seen = options.seen === undefined ? null : readSeen(options.seen, context);
  const client = context.client();
  const path = `/tasks/${encodeURIComponent(id)}`;
  const { data: task } = await client.send<TaskDetail>('GET', path);
  const effect = task.verdicts.find((choice) => choice.verdict === verdict)?.effect;
  context.note(
    say(
      `${words(VERDICT_LABELS[verdict])}: ${words(task.stage.name)} – ${task.procedure.code} ${task.procedure.name}`,
      `${words(VERDICT_LABELS[verdict])}: ${words(task.stage.name)} – ${task.procedure.code} ${task.procedure.name}`,
    ),
  );
  context.note(
    `  ${dueWords(task, say)}${task.saving === null ? '' : say(` · tiết kiệm ${dong(task.saving, context.lang)}/năm`, ` · saves ${dong(task.saving, context.lang)} a year`)}`,
  );
  if (effect !== undefined) context.note(`  ${words(effect)}`);
  if (options.dryRun) {
    const eligible = options.ownRight ? task.acts.includes('decideInOwnRight') : task.eligible;
    const reasons =
      task.whyAt === null
        ? task.why.filter((rule) => !rule.pass).map((rule) => words(rule.sentence))
        : [say(`Bạn đã quyết định việc này ngày ${moment(task.whyAt)}.`, `You decided this task on ${moment(task.whyAt)}.`)];
    const failed = options.ownRight ? [] : reasons;
    context.result(
      {
        dryRun: true,
        taskId: task.id,
        version: task.version,
        contentDigest: task.contentDigest,
        verdict,
        allowed: effect !== undefined,
        eligible,
        why: failed,
      },
      () =>
        [
          eligible && effect !== undefined
            ? say('Quyết định được. Chưa ghi (--dry-run).', 'This can be decided. Nothing was recorded (--dry-run).')
            : say('Chưa quyết định được. Chưa ghi (--dry-run).', 'This cannot be decided. Nothing was recorded (--dry-run).'),
          ...failed.map((sentence) => `  ${sentence}`),
        ].join('\n'),
    );
    return;
  }
  const { version, contentDigest } = seen ?? task;
  const { data: receipt } = await client.send<DecisionReceipt>('POST', `${path}/decisions`, {
    key,
    ifMatch: `"v${version}"`,
    body: { verdict, comment: options.comment ?? '', contentDigest, ...(options.ownRight ? { inOwnRight: true as const } : {}) },
    repeatWith: `--seen v${version}:${contentDigest}`,
  });
  context.result(receipt, () =>
    [
      say(
        `Đã ghi lúc ${moment(receipt.recordedAt)}${receipt.late ? ' (trễ hạn)' : ''}${receipt.replayed ? ', từ lần gửi trước' : ''}.`,
        `Recorded at ${moment(receipt.recordedAt)}${receipt.late ? ' (late)' : ''}${receipt.replayed ? ', by the earlier try' : ''}.`,
      ),
      say(
        `Biên nhận: ${receipt.decisionId}, mục ${receipt.seq}, ${receipt.chainHead.slice(0, 16)}…`,
        `Receipt: ${receipt.decisionId}, entry ${receipt.seq}, ${receipt.chainHead.slice(0, 16)}…`,
      ),
    ].join('\n'),
  );
}

function taskList({ say, words }: Context): ListView<TaskRow> {
  const late = (row: TaskRow): string => (row.lateness === null ? '' : words(LATENESS_LABELS[row.lateness]));
  const decided = (row: TaskRow): string => (row.decision === null ? '' : words(VERDICT_LABELS[row.decision.verdict]));
  return {
    empty: say('Không có việc nào.', 'No task.'),
    columns: [
      {
        header: say('Hạn', 'Due'),
        cell: (row) => (row.decision === null ? dueWords(row, say) : `${decided(row)} · ${moment(row.decision.recordedAt)}`),
        folds: true,
        tone: (row) => (row.lateness === null || row.decision !== null ? null : TONES[row.lateness]),
      },
      { header: say('Thủ tục', 'Procedure'), cell: (row) => `${row.procedure.code} ${row.procedure.name}`, folds: true },
      { header: say('Bước', 'Stage'), cell: (row) => words(row.stage.name), folds: true },
      { header: say('Đơn vị', 'Unit'), cell: (row) => row.unit.code },
      { header: say('Mã việc', 'Task id'), cell: (row) => row.id },
    ],
    csv: [
      { header: say('Mã việc', 'Task id'), cell: (row) => row.id },
      { header: say('Mã TTHC', 'Code'), cell: (row) => row.procedure.code },
      { header: say('Tên TTHC', 'Procedure'), cell: (row) => row.procedure.name },
      { header: say('Bước', 'Stage'), cell: (row) => words(row.stage.name) },
      { header: say('Vòng', 'Round'), cell: (row) => row.round },
      { header: say('Mã đơn vị', 'Unit code'), cell: (row) => row.unit.code },
      { header: say('Đơn vị', 'Unit'), cell: (row) => row.unit.name },
      { header: say('Tình trạng hạn', 'Lateness'), cell: late },
      { header: say('Hạn', 'Due'), cell: (row) => row.dueAt },
      { header: say('Ngày làm việc còn lại', 'Working days left'), cell: (row) => row.workingDaysLeft },
      { header: say('Nấc đôn đốc', 'Rung'), cell: (row) => (row.rung === null ? '' : words(row.rung.name)) },
      { header: say('Chi phí trước (đồng)', 'Cost before (đồng)'), cell: (row) => row.costBefore },
      { header: say('Chi phí sau (đồng)', 'Cost after (đồng)'), cell: (row) => row.costAfter },
      { header: say('Tiết kiệm (đồng)', 'Saving (đồng)'), cell: (row) => row.saving },
      { header: say('Đợt', 'Campaign'), cell: (row) => row.campaign?.name ?? '' },
      { header: say('Ý kiến', 'Verdict'), cell: decided },
    ],
  };
}
