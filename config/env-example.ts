/** Renders `.env.example` from the table of variables, so that the file cannot fall behind. */
import { VARIABLES, type Variable } from './env.js';

const GROUPS: { readonly [Group in Variable['group']]: string } = {
  process: 'Tiến trình / Process',
  stores: 'Kho dữ liệu và Temporal / Stores and Temporal',
  mail: 'Thư / Mail',
  secrets: 'Khóa bí mật: vận hành thật bắt buộc đặt; bản demo tự sinh / Secrets: required in production; the demo makes its own',
  demo: 'Demo và kiểm thử / Demo and tests',
  machine: 'Bản chạy tại máy / Local stack',
};

/** The whole text of `.env.example`, every line commented out: the demo needs no file at all. */
export function renderEnvExample(): string {
  const lines = [
    '# Bản demo (npm start) không cần tệp này. Chép thành .env rồi bỏ dấu # ở dòng cần đổi.',
    '# The demo (npm start) needs no such file. Copy it to .env and uncomment what you change.',
  ];
  for (const [group, title] of Object.entries(GROUPS)) {
    lines.push('', `## ${title}`);
    for (const [name, variable] of Object.entries(VARIABLES) as [string, Variable][]) {
      if (variable.group !== group) continue;
      const required = variable.requiredBy ? ` [production: ${variable.requiredBy.join(', ')}]` : '';
      const value = /[\s<>#]/u.test(variable.example) ? `"${variable.example}"` : variable.example;
      lines.push(`# ${variable.doc.vi}`, `# ${variable.doc.en}${required}`, `#${name}=${value}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
