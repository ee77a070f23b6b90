/** The word `tinhgon doctor`. */
import type { Command } from 'commander';
import { runDoctor, type Finding } from './doctor.js';

const SIGNS: { readonly [Status in Finding['status']]: string } = { ok: '✓', warn: '!', missing: '✗' };

/** Adds `doctor` to a program. Exit code 1 when a part is missing. */
export function registerDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('kiểm tra mọi thành phần và cách khắc phục / examine every part and name its fix')
    .option('--json', 'kết quả dạng JSON / result as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const findings = await runDoctor(process.env);
      const english = doctor.optsWithGlobals<{ readonly lang?: string }>().lang === 'en';
      if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
      else for (const finding of findings) process.stdout.write(`${SIGNS[finding.status]} ${finding.part.padEnd(10)} ${english ? finding.en : finding.vi}\n`);
      process.exitCode = findings.some((finding) => finding.status === 'missing') ? 1 : 0;
    });
}
