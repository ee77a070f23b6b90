/** The words `tinhgon local …`: the demo of this machine, without a terminal. */
import type { Command } from 'commander';
import { createInterface } from 'node:readline/promises';
import { renderBanner } from './banner.js';
import { bringDown, bringUp, wipe } from './background.js';
import { demoFolder, projectRoot } from './layout.js';
import { findRunning } from './state.js';

type Options = { readonly data?: string; readonly json?: boolean; readonly yes?: boolean };

const folderOf = (options: Options): string => demoFolder(projectRoot(), options.data === undefined ? process.env : { TINHGON_DATA: options.data });
const STOP = 'npx tinhgon local down';
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Adds `local up|down|status|wipe` to a program. Exit codes: 0 done, 1 failed, 2 a missing answer, 3 nothing runs. */
export function registerLocal(program: Command): void {
  const local = program.command('local').description('bản demo tại máy này / the demo on this machine');

  const action = (name: string, says: string, run: (folder: string, options: Options) => Promise<number>): Command =>
    local
      .command(name)
      .description(says)
      .option('--data <folder>', 'thư mục dữ liệu / data folder')
      .option('--json', 'kết quả dạng JSON / result as JSON')
      .action(async (options: Options) => {
        try {
          process.exitCode = await run(folderOf(options), options);
        } catch (error) {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
          process.exitCode = 1;
        }
      });

  action('up', 'khởi động ở chế độ nền / start in the background', async (folder, options) => {
    const { environment: _secret, ...state } = await bringUp(projectRoot(), folder, process.env);
    print(options.json ? JSON.stringify(state) : renderBanner(state, STOP));
    return 0;
  });

  action('down', 'dừng, giữ dữ liệu / stop, keep the data', async (folder, options) => {
    const wasRunning = await bringDown(folder);
    print(options.json ? JSON.stringify({ wasRunning }) : wasRunning ? 'Đã dừng. / Stopped.' : 'Không có gì đang chạy. / Nothing was running.');
    return 0;
  });

  action('status', 'đang chạy ở đâu / where it runs', async (folder, options) => {
    const state = findRunning(folder);
    if (options.json) print(JSON.stringify(state ? { running: true, pid: state.pid, phase: state.phase, urls: state.urls } : { running: false }));
    else print(state ? renderBanner(state, STOP) : 'Không chạy. / Not running.');
    return state ? 0 : 3;
  });

  action('wipe', 'xóa toàn bộ dữ liệu demo / delete all demo data', async (folder, options) => {
    if (!options.yes) {
      if (!process.stdin.isTTY) {
        process.stderr.write('Thêm --yes để xóa. / Add --yes to delete.\n');
        return 2;
      }
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      const answer = await terminal.question(`Xóa ${folder}? [c/K] `);
      terminal.close();
      if (!/^[cy]/iu.test(answer.trim())) return 2;
    }
    await wipe(folder);
    print(options.json ? JSON.stringify({ wiped: folder }) : `Đã xóa ${folder}. / Deleted.`);
    return 0;
  }).option('--yes', 'không hỏi lại / do not ask');
}
