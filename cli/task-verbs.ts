/** `tinhgon tasks claim|release|pause|resume|extend`: what may be done to a task besides deciding it. */
import type { Command } from 'commander';
import type { TaskMoved, TermRequestMoved } from '../api/schemas/types.js';
import { parseLocalDate } from '../domain/shared/instant.js';
import { checkKey, freshKey } from './client.js';
import { action, withServer, type Context } from './context.js';
import { invalid } from './failure.js';
import { moment } from './formats.js';
import type { Io } from './io.js';

type KeyOption = { readonly idempotencyKey?: string };
type ReasonOptions = KeyOption & { readonly reason?: string };
type PauseOptions = ReasonOptions & { readonly ground?: string; readonly until?: string };
type ExtendOptions = ReasonOptions & { readonly by?: string };

export function registerTaskVerbs(tasks: Command, io: Io): void {
  const verb = (name: string, description: string): Command =>
    withServer(tasks.command(name).description(description).argument('<id>', 'mã việc / id of the task')).option(
      '--idempotency-key <key>',
      'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat',
    );

  verb('claim', 'nhận việc / take a task').action(action<KeyOption>(io, (context, options, [id = '']) => send(context, options, id, '/claims', {})));
  verb('release', 'trả việc đã nhận / give a claimed task back').action(
    action<KeyOption>(io, (context, options, [id = '']) => send(context, options, id, '/releases', {})),
  );
  verb('pause', 'tạm dừng thời hạn theo một lý do của quy trình / stop the clock on a ground of the route')
    .option('--ground <code>', 'mã lý do; tasks show --json liệt kê ở pauseGrounds / code of the ground; tasks show --json lists them as pauseGrounds')
    .option('--until <date>', 'ngày chạy lại, YYYY-MM-DD / day on which it runs again, YYYY-MM-DD')
    .option('--reason <text>', 'lý do / reason')
    .action(action<PauseOptions>(io, (context, options, [id = '']) => pause(context, options, id)));
  verb('resume', 'cho thời hạn chạy lại ngay / let the clock run again now').action(
    action<KeyOption>(io, (context, options, [id = '']) => send(context, options, id, '/resumptions', {})),
  );
  verb('extend', 'đề nghị gia hạn; người khác quyết định / ask for more time; somebody else decides')
    .option('--by <n>', 'thêm bao nhiêu, theo đơn vị của thời hạn / how much, in the unit of the limit')
    .option('--reason <text>', 'lý do / reason')
    .action(action<ExtendOptions>(io, (context, options, [id = '']) => extend(context, options, id)));
}

/** @throws Failure (2) when the words are missing */
function reasonOf({ reason }: ReasonOptions, { say }: Context): string {
  if (reason === undefined || reason.trim() === '') throw invalid(say('Thiếu lý do: thêm --reason.', 'No reason: add --reason.'));
  return reason;
}

async function pause(context: Context, options: PauseOptions, id: string): Promise<void> {
  const { say } = context;
  const { ground, until } = options;
  if (ground === undefined)
    throw invalid(say('Thiếu --ground: mã lý do có ở tasks show --json, mục pauseGrounds.', 'No --ground: tasks show --json lists the codes as pauseGrounds.'));
  if (until !== undefined && parseLocalDate(until) === null)
    throw invalid(say('--until là một ngày, như 2026-12-01.', '--until is a date, such as 2026-12-01.'));
  await send(context, options, id, '/pauses', {
    body: { ground, until: until === undefined ? null : `${until}T00:00:00+07:00`, reason: reasonOf(options, context) },
  });
}

async function extend(context: Context, options: ExtendOptions, id: string): Promise<void> {
  const amount = Number(options.by);
  if (options.by === undefined || !/^[1-9]\d{0,2}$/u.test(options.by))
    throw invalid(context.say('--by là một số nguyên từ 1.', '--by is a whole number from 1.'));
  await send(context, options, id, '/extension-requests', { body: { amount, reason: reasonOf(options, context) } });
}

async function send(context: Context, options: KeyOption, id: string, path: string, call: { readonly body?: object }): Promise<void> {
  const { io, say } = context;
  const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
  const client = context.client();
  const task = `/tasks/${encodeURIComponent(id)}`;
  const { data: moved } = await client.send<TaskMoved & Partial<TermRequestMoved>>('POST', `${task}${path}`, { key, ...call });
  const again = moved.replayed ? say(', từ lần gửi trước', ', by the earlier try') : '';
  context.result(moved, () =>
    [
      say(`Đã ghi${again}.`, `Recorded${again}.`),
      moved.dueAt === null
        ? say('Đồng hồ đang dừng, chưa có hạn.', 'The clock stands; nothing is due.')
        : say(`Hạn: ${moment(moved.dueAt)}`, `Due: ${moment(moved.dueAt)}`),
      ...(moved.requestId === undefined ? [] : [say(`Đề nghị ${moved.requestId} chờ người thứ hai.`, `Request ${moved.requestId} waits for a second person.`)]),
    ].join('\n'),
  );
}
