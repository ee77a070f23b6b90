/** `tinhgon demo advance|clock`: the business clock of a demo or test. */
import type { Command } from 'commander';
import type { Clock, ClockAdvanced } from '../api/schemas/types.js';
import { checkKey, freshKey, type Client } from './client.js';
import { action, withServer, type Context } from './context.js';
import { EXIT } from './exit-code.js';
import { Failure, invalid } from './failure.js';
import { moment } from './formats.js';
import type { Io } from './io.js';
import type { Say } from './lang.js';
import { wholeNumber } from './read-input.js';
import { notSignedIn } from './server.js';
import { openSession } from './sign-in.js';
import { factsText } from './table.js';

/** The administrator that the demo's sample data bring. */
const DEMO_ADMIN = { login: 'admin@demo', password: 'demo' } as const;
const MOST_WORKING_DAYS = 260;
const MOST_HOURS = 720;

type Advance = { readonly workingDays?: string; readonly hours?: string; readonly idempotencyKey?: string };

/** `3wd`, `2h`, or the same by options. @throws Failure (2) */
export function readAdvance(typed: string | undefined, options: Advance, say: Say): { readonly workingDays?: number; readonly hours?: number } {
  const given = [typed, options.workingDays, options.hours].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw invalid(
      say(
        'Cho biết đi tới bao lâu, một cách thôi: 3wd, 2h, --working-days 3 hoặc --hours 2.',
        'Say how far, in one way: 3wd, 2h, --working-days 3 or --hours 2.',
      ),
    );
  if (options.workingDays !== undefined) return { workingDays: wholeNumber(options.workingDays, '--working-days', 1, MOST_WORKING_DAYS, say) };
  if (options.hours !== undefined) return { hours: wholeNumber(options.hours, '--hours', 1, MOST_HOURS, say) };
  const parts = /^(\d{1,9})(wd|h)$/u.exec(typed ?? '');
  if (parts === null)
    throw invalid(
      say(
        `Không hiểu “${(typed ?? '').slice(0, 40)}”. Viết 3wd (ngày làm việc) hoặc 2h (giờ), chữ số 0–9.`,
        `“${(typed ?? '').slice(0, 40)}” is not understood. Write 3wd (working days) or 2h (hours), digits 0–9.`,
      ),
    );
  const [, digits = '', unit] = parts;
  return unit === 'wd' ? { workingDays: wholeNumber(digits, 'wd', 1, MOST_WORKING_DAYS, say) } : { hours: wholeNumber(digits, 'h', 1, MOST_HOURS, say) };
}

/**
 * Runs with the stored sign-in, or without one as the demo's administrator: that person exists in sample data alone, and the
 * server must then say that its clock is free.
 */
async function asSomebody(context: Context, run: (client: Client) => Promise<void>): Promise<void> {
  const { client, signedInAs } = context.server();
  if (signedInAs !== null) return run(client);
  const session = await openSession(client, DEMO_ADMIN.login, DEMO_ADMIN.password, context.say).catch((error: unknown) => {
    throw error instanceof Failure && error.exitCode === EXIT.denied ? notSignedIn(client.baseUrl, context.say) : error;
  });
  try {
    const { data: clock } = await session.client.send<Clock>('GET', '/clock');
    if (clock.locked) throw notSignedIn(client.baseUrl, context.say);
    await run(session.client);
  } finally {
    await session.end();
  }
}

export function registerDemo(program: Command, io: Io): void {
  const demo = program.command('demo').description('đồng hồ của bản demo: đi tới, xem / clock of the demo: move, show');

  withServer(
    demo
      .command('advance')
      .description('cho đồng hồ nghiệp vụ đi tới, để thấy hạn trôi qua / move the business clock, to see deadlines pass')
      .argument('[period]', '3wd: 3 ngày làm việc · 2h: 2 giờ / 3wd: 3 working days · 2h: 2 hours'),
  )
    .option('--working-days <n>', 'số ngày làm việc / working days')
    .option('--hours <n>', 'số giờ / hours')
    .option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat')
    .action(
      action<Advance>(io, async (context, options, [typed]) => {
        const { say } = context;
        const body = readAdvance(typed, options, say);
        const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
        await asSomebody(context, async (client) => {
          const { data } = await client.send<ClockAdvanced>('POST', '/test-clock/advances', { body, key });
          context.result(data, () =>
            say(
              `Bây giờ là ${moment(data.now)} (giờ nghiệp vụ). ${data.reviews} việc rà soát đang mở đã được báo.`,
              `It is now ${moment(data.now)} (business time). ${data.reviews} open reviews were told.`,
            ),
          );
        });
      }),
    );

  withServer(demo.command('clock').description('giờ nghiệp vụ hiện tại / present business time')).action(
    action(io, async (context) => {
      const { say, words } = context;
      await asSomebody(context, async (client) => {
        const { data } = await client.send<Clock>('GET', '/clock');
        const hours = Math.round(data.offsetMs / 360_000) / 10;
        context.result(data, () =>
          factsText([
            [say('Giờ nghiệp vụ', 'Business time'), moment(data.now)],
            [
              say('Lệch giờ thật', 'Ahead of real time'),
              data.offsetMs === 0 ? say('không', 'no') : say(`${String(hours).replace('.', ',')} giờ`, `${hours} hours`),
            ],
            [say('Đồng hồ thử', 'Test clock'), data.locked ? say('khóa', 'locked') : say('mở', 'free')],
            [say('Lịch làm việc', 'Calendar'), data.calendar === null ? null : `${words(data.calendar.name)} (${data.calendar.id} v${data.calendar.version})`],
          ]),
        );
      });
    }),
  );
}
