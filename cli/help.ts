/** Help texts in one language: each is written `tiếng Việt / English`. */
import type { Command, HelpConfiguration } from 'commander';
import { halfOf, sayIn, type Lang } from './lang.js';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng: / Usage:',
  'Arguments:': 'Tham số: / Arguments:',
  'Options:': 'Tùy chọn: / Options:',
  'Global Options:': 'Tùy chọn chung: / Global options:',
  'Commands:': 'Lệnh: / Commands:',
};

const WIDTH_WITHOUT_TERMINAL = 100;

/** @param langNow the language when the help is printed, which may come after the help was asked for */
export function helpIn(langNow: () => Lang): HelpConfiguration {
  const half = (text: string): string => halfOf(langNow(), text);
  const usage = (text: string): string =>
    langNow() === 'vi'
      ? text
          .replaceAll('[options]', '[tùy chọn]')
          .replaceAll('[command]', '[lệnh]')
          .replaceAll('<file>', '<tệp>')
          .replaceAll('<code>', '<mã>')
          .replaceAll('[period]', '[kỳ]')
          .replaceAll('[file]', '[tệp]')
      : text;
  return {
    helpWidth: process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
    showGlobalOptions: true,
    styleTitle: (title) => half(TITLES[title] ?? title),
    styleUsage: usage,
    commandDescription: (command) => half(command.description()),
    subcommandDescription: (command) =>
      command.name() === 'help' ? sayIn(langNow())('trợ giúp về một lệnh', 'help for a command') : half(command.summary() || command.description()),
    subcommandTerm: (command) =>
      usage(
        [command.name(), ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`))].join(' '),
      ),
    optionDescription: (option) => half(option.description),
    argumentDescription: (argument) => half(argument.description),
  };
}

const EPILOGUE = {
  vi: `
Ví dụ:
  tinhgon login --url http://localhost:8080 --login kstthc@demo
  tinhgon procedures import danh-sach.xlsx --owner-unit stp --dry-run
  tinhgon campaign launch -f kehoach.json --watch
  tinhgon tasks list --overdue --format csv -o quahan.csv
  tinhgon tasks decide tsk_… --approve --comment "Đồng ý"
  tinhgon demo advance 3wd
  tinhgon audit verify nhat-ky.jsonl --receipt bien-nhan.json

Máy chủ: --url, biến TINHGON_URL, lần đăng nhập gần nhất, hoặc bản demo đang chạy ở đây.
Biến môi trường: TINHGON_URL · TINHGON_TOKEN (mã truy cập, thay cho login) · TINHGON_CONFIG (nơi giữ đăng nhập) · NO_COLOR
Kết quả ra stdout, thông báo ra stderr; --json thì stdout chỉ có JSON. Không bao giờ hỏi khi không có cửa sổ lệnh.
Mã thoát: 0 xong · 1 hỏng (máy chủ, mạng, nội bộ) · 2 dùng sai, dữ liệu sai · 3 không tìm thấy · 4 không có quyền · 5 xung đột
`,
  en: `
Examples:
  tinhgon login --url http://localhost:8080 --login kstthc@demo
  tinhgon procedures import list.xlsx --owner-unit stp --dry-run
  tinhgon campaign launch -f plan.json --watch
  tinhgon tasks list --overdue --format csv -o overdue.csv
  tinhgon tasks decide tsk_… --approve --comment "Agreed"
  tinhgon demo advance 3wd
  tinhgon audit verify facts.jsonl --receipt receipt.json

Server: --url, the variable TINHGON_URL, the latest sign-in, or the demo that runs here.
Environment: TINHGON_URL · TINHGON_TOKEN (instead of login) · TINHGON_CONFIG (where sign-ins are kept) · NO_COLOR
Results go to stdout, messages to stderr; with --json stdout holds JSON only. Nothing is asked without a terminal.
Exit codes: 0 done · 1 failed (server, network, internal) · 2 wrong use or input · 3 not found · 4 denied · 5 conflict
`,
} as const satisfies Record<Lang, string>;

/** Adds examples, variables and exit codes below the help of the whole program. */
export const withEpilogue = (program: Command, langNow: () => Lang): Command => program.addHelpText('after', () => EPILOGUE[langNow()]);
