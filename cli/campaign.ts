/** `tinhgon campaign launch|list|show|close`. */
import type { Command } from 'commander';
import type { CampaignProgress, CampaignRow, Closing, LaunchAnswer, LaunchRequest, ProcedureRow } from '../api/schemas/types.js';
import { checkKey, freshKey, type Client } from './client.js';
import { action, withServer, type Context } from './context.js';
import { EXIT } from './exit-code.js';
import { invalid } from './failure.js';
import { dong, moment } from './formats.js';
import type { Io } from './io.js';
import type { Say } from './lang.js';
import type { Text } from '../domain/shared/errors.js';
import { readPlan, type LaunchFlags } from './launch-plan.js';
import { fetchRows, rowLimit, showList, withList, type ListOptions } from './lists.js';
import { factsText, tableText } from './table.js';

type LaunchOptions = LaunchFlags & { readonly watch?: boolean; readonly dryRun?: boolean; readonly idempotencyKey?: string };

const WATCH_EVERY_MS = 1_000;
const SHOWN = 20;
const EVERY_ROW = 100_000;

const STATUS_WORDS = {
  launching: { vi: 'đang khởi động', en: 'launching' },
  running: { vi: 'đang chạy', en: 'running' },
  closed: { vi: 'đã kết thúc', en: 'closed' },
} as const satisfies Record<CampaignRow['status'], Text>;
const statusWords = (status: CampaignRow['status'], say: Say): string => say(STATUS_WORDS[status].vi, STATUS_WORDS[status].en);

const readProgress = async (client: Client, id: string): Promise<CampaignProgress> =>
  (await client.send<CampaignProgress>('GET', `/campaigns/${encodeURIComponent(id)}`)).data;

export function registerCampaign(program: Command, io: Io): void {
  const campaign = program.command('campaign').description('đợt rà soát: khởi động, theo dõi, kết thúc / review campaigns: launch, follow, close');

  withServer(campaign.command('launch').description('khởi động một đợt rà soát / launch a campaign'))
    .option(
      '-f, --file <plan>',
      'kế hoạch JSON: name, planYear, basis, basisDocument, procedureCodes hoặc all / the plan as JSON: name, planYear, basis, basisDocument, procedureCodes or all',
    )
    .option('--name <name>', 'tên đợt / name')
    .option('--year <year>', 'năm kế hoạch / year of the plan')
    .option('--basis <basis>', 'a theo chỉ đạo · b tự rà soát · c theo phản ánh, kiến nghị / a by order · b by own choice · c on a petition')
    .option('--document <text>', 'văn bản làm căn cứ / document it rests on')
    .option('--codes <file>', 'tệp mã thủ tục / file of procedure codes')
    .option('--all', 'mọi thủ tục đang có hiệu lực, chưa rà soát / every procedure in force and not under review')
    .option('--watch', 'theo dõi tới khi mọi thủ tục được mở / follow until every procedure is opened')
    .option('--dry-run', 'chỉ kiểm tra kế hoạch, không khởi động / only check the plan')
    .option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat')
    .action(
      action<LaunchOptions>(io, async (context, options) => {
        const { say, words } = context;
        const plan = readPlan(options, say);
        const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
        const client = context.client();
        if (options.dryRun) return rehearse(context, client, plan);
        const { data } = await client.send<LaunchAnswer>('POST', '/campaigns', { body: plan, key });
        for (const { code, text } of data.problems.slice(0, SHOWN)) context.note(`${code}: ${words(text)}`);
        if (data.problems.length > SHOWN)
          context.note(say(`… và ${data.problems.length - SHOWN} thủ tục khác.`, `… and ${data.problems.length - SHOWN} more.`));
        const progress = options.watch ? await follow(context, client, data) : null;
        context.result(progress === null ? data : { ...data, progress }, () =>
          [
            say(
              `Đợt ${data.campaignId}: ${data.itemCount} thủ tục, đã mở ${progress?.launched ?? data.launched}.`,
              `Campaign ${data.campaignId}: ${data.itemCount} procedures, ${progress?.launched ?? data.launched} opened.`,
            ),
            ...(data.replayed
              ? [say('Lệnh này đã được ghi từ lần trước; đây là kết quả của lần đó.', 'This was recorded before; this is the answer of that time.')]
              : []),
            ...(progress === null ? [] : [progressText(context, progress)]),
          ].join('\n'),
        );
      }),
    );

  withServer(withList(campaign.command('list').description('danh sách đợt rà soát / list of campaigns'))).action(
    action<ListOptions>(io, async (context, options) => {
      const { say, lang } = context;
      const rows = await fetchRows<CampaignRow>(context.client(), '/campaigns', {}, rowLimit(options, context));
      showList(context, options, rows, {
        empty: say('Chưa có đợt rà soát nào.', 'No campaign yet.'),
        columns: [
          { header: say('Mã', 'Id'), cell: (row) => row.id },
          { header: say('Tên đợt', 'Name'), cell: (row) => row.name, folds: true },
          { header: say('Năm', 'Year'), cell: (row) => String(row.planYear), align: 'right' },
          { header: say('Trạng thái', 'Status'), cell: (row) => statusWords(row.status, say) },
          { header: say('Thủ tục', 'Procedures'), cell: (row) => `${row.launched}/${row.itemCount}`, align: 'right' },
          { header: say('Đã duyệt', 'Approved'), cell: (row) => String(row.outcomes.approved), align: 'right' },
          { header: say('Quá hạn', 'Overdue'), cell: (row) => String(row.overdue), align: 'right', tone: (row) => (row.overdue > 0 ? 'alarm' : null) },
          { header: say('Tiết kiệm đã duyệt', 'Saving approved'), cell: (row) => dong(row.savings.approved, lang), align: 'right' },
        ],
        csv: [
          { header: say('Mã', 'Id'), cell: (row) => row.id },
          { header: say('Tên đợt', 'Name'), cell: (row) => row.name },
          { header: say('Năm', 'Year'), cell: (row) => row.planYear },
          { header: say('Trạng thái', 'Status'), cell: (row) => statusWords(row.status, say) },
          { header: say('Số thủ tục', 'Procedures'), cell: (row) => row.itemCount },
          { header: say('Đã mở', 'Opened'), cell: (row) => row.launched },
          { header: say('Đã duyệt', 'Approved'), cell: (row) => row.outcomes.approved },
          { header: say('Quá hạn', 'Overdue'), cell: (row) => row.overdue },
          { header: say('Tiết kiệm đề xuất (đồng)', 'Saving proposed (đồng)'), cell: (row) => row.savings.proposed },
          { header: say('Tiết kiệm đã duyệt (đồng)', 'Saving approved (đồng)'), cell: (row) => row.savings.approved },
        ],
      });
    }),
  );

  withServer(campaign.command('show').description('tiến độ một đợt / progress of a campaign').argument('<id>', 'mã đợt / id of the campaign')).action(
    action(io, async (context, _options, [id = '']) => {
      const progress = await readProgress(context.client(), id);
      context.result(progress, () => progressText(context, progress));
    }),
  );

  withServer(
    campaign
      .command('close')
      .description('kết thúc một đợt; việc đang mở vẫn chạy tiếp / close a campaign; open reviews run on')
      .argument('<id>', 'mã đợt / id of the campaign'),
  )
    .option('--reason <text>', 'lý do / reason')
    .option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat')
    .action(
      action<{ readonly reason?: string; readonly idempotencyKey?: string }>(io, async (context, options, [id = '']) => {
        const { say } = context;
        const reason = options.reason?.trim();
        if (!reason) throw invalid(say('Thiếu --reason "lý do kết thúc".', '--reason "why it is closed" is missing.'));
        const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
        const { data } = await context.client().send<Closing>('POST', `/campaigns/${encodeURIComponent(id)}/closings`, { body: { reason }, key });
        context.result(data, () => say(`Đã kết thúc đợt ${id}.`, `Campaign ${id} is closed.`));
      }),
    );
}

/** Waits until each line of the plan became a review or was refused. */
async function follow({ io, say, note }: Context, client: Client, { campaignId }: LaunchAnswer): Promise<CampaignProgress> {
  for (let told = -1; ; await io.sleep(WATCH_EVERY_MS)) {
    const progress = await readProgress(client, campaignId);
    const settled = progress.launched + progress.problems.length;
    if (settled !== told)
      note(say(`Đã mở ${progress.launched}/${progress.itemCount} thủ tục …`, `Opened ${progress.launched}/${progress.itemCount} procedures …`));
    told = settled;
    if (progress.status !== 'launching' || settled >= progress.itemCount) return progress;
  }
}

/** Checks a plan against the procedures the server knows, without launching anything. */
async function rehearse(context: Context, client: Client, plan: LaunchRequest): Promise<void> {
  const { say } = context;
  const { items } = await fetchRows<ProcedureRow>(client, '/procedures', {}, EVERY_ROW);
  const known = new Map(items.map((row) => [row.code, row]));
  const codes = plan.all === true ? items.map((row) => row.code) : Array.isArray(plan.procedureCodes) ? plan.procedureCodes : [];
  const unknown = codes.filter((code) => !known.has(code));
  const underReview = codes.filter((code) => known.get(code)?.openReview);
  const ready = codes.length - unknown.length - underReview.length;
  if (unknown.length > 0)
    context.note(
      say(
        `Không có thủ tục mang mã: ${unknown.slice(0, SHOWN).join(', ')}${unknown.length > SHOWN ? ` … (${unknown.length})` : ''}`,
        `No procedure has the code: ${unknown.slice(0, SHOWN).join(', ')}${unknown.length > SHOWN ? ` … (${unknown.length})` : ''}`,
      ),
    );
  if (underReview.length > 0 && plan.all !== true)
    context.note(
      say(
        `Đang rà soát, sẽ bị từ chối: ${underReview.slice(0, SHOWN).join(', ')}`,
        `Under review, would be refused: ${underReview.slice(0, SHOWN).join(', ')}`,
      ),
    );
  context.result({ dryRun: true, plan, ready, unknown, underReview }, () =>
    say(
      `Kế hoạch “${String(plan.name)}”: ${ready} thủ tục sẵn sàng, ${underReview.length} đang rà soát, ${unknown.length} không có. Chưa khởi động (--dry-run).`,
      `Plan “${String(plan.name)}”: ${ready} procedures ready, ${underReview.length} under review, ${unknown.length} unknown. Nothing was launched (--dry-run).`,
    ),
  );
  if (unknown.length > 0) context.endWith(EXIT.notFound);
}

function progressText({ io, say, words, lang }: Context, progress: CampaignProgress): string {
  const facts = factsText([
    [say('Đợt', 'Campaign'), `${progress.name} (${progress.id})`],
    [say('Trạng thái', 'Status'), `${statusWords(progress.status, say)}, ${say('từ', 'since')} ${moment(progress.launchedAt)}`],
    [say('Đã mở', 'Opened'), `${progress.launched}/${progress.itemCount}`],
    [
      say('Kết quả', 'Outcomes'),
      say(
        `${progress.open} đang chạy, ${progress.outcomes.approved} phê duyệt, ${progress.outcomes.rejected} không phê duyệt, ${progress.outcomes.withdrawn} rút`,
        `${progress.open} open, ${progress.outcomes.approved} approved, ${progress.outcomes.rejected} rejected, ${progress.outcomes.withdrawn} withdrawn`,
      ),
    ],
    [say('Quá hạn', 'Overdue'), say(`${progress.overdue} việc; ${progress.dueSoon} sắp đến hạn`, `${progress.overdue} tasks; ${progress.dueSoon} due soon`)],
    [
      say('Tiết kiệm mỗi năm', 'Saving a year'),
      say(
        `${dong(progress.savings.approved, lang)} đã duyệt / ${dong(progress.savings.proposed, lang)} đề xuất`,
        `${dong(progress.savings.approved, lang)} approved / ${dong(progress.savings.proposed, lang)} proposed`,
      ),
    ],
  ]);
  const stages = tableText(
    io,
    [
      { header: say('Bước', 'Stage'), cell: (row) => words(row.name), folds: true },
      { header: say('Đang ở bước', 'Here'), cell: (row) => String(row.count), align: 'right' },
      { header: say('Quá hạn', 'Overdue'), cell: (row) => String(row.overdue), align: 'right', tone: (row) => (row.overdue > 0 ? 'alarm' : null) },
    ],
    progress.stages,
  );
  const units = tableText(
    io,
    [
      { header: say('Đơn vị', 'Unit'), cell: (row) => `${row.unit.name} (${row.unit.code})`, folds: true },
      { header: say('Thủ tục', 'Procedures'), cell: (row) => String(row.total), align: 'right' },
      { header: say('Đang chạy', 'Open'), cell: (row) => String(row.open), align: 'right' },
      { header: say('Đã duyệt', 'Approved'), cell: (row) => String(row.approved), align: 'right' },
      { header: say('Quá hạn', 'Overdue'), cell: (row) => String(row.overdue), align: 'right', tone: (row) => (row.overdue > 0 ? 'alarm' : null) },
    ],
    progress.units,
  );
  return [facts, stages, units].join('\n\n');
}
