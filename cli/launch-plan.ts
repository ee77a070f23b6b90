/** The plan of a campaign, from a file or from flags. */
import type { LaunchRequest } from '../api/schemas/types.js';
import { PROCEDURE_CODE } from '../domain/procedure/procedure.js';
import { CAMPAIGN_BASES } from '../domain/programme/campaign.js';
import { invalid } from './failure.js';
import type { Say } from './lang.js';
import { oneOf, readJsonObject, readText, wholeNumber } from './read-input.js';

const LARGEST_PLAN_BYTES = 5 * 1_048_576;

export type LaunchFlags = {
  readonly file?: string;
  readonly name?: string;
  readonly year?: string;
  readonly basis?: string;
  readonly document?: string;
  readonly codes?: string;
  readonly all?: boolean;
};

/** @throws Failure (2) that names the missing flag, the wrong line, or the place in the file */
export function readPlan(flags: LaunchFlags, say: Say): LaunchRequest {
  const typed = (['name', 'year', 'basis', 'document', 'codes', 'all'] as const).filter((flag) => flags[flag] !== undefined);
  if (flags.file !== undefined) {
    if (typed.length > 0)
      throw invalid(
        say(
          `-f và --${typed[0]} trái nhau: ghi cả kế hoạch trong tệp, hoặc bằng các tùy chọn.`,
          `-f and --${typed[0]} contradict each other: give the plan in the file, or by options.`,
        ),
      );
    // The rest of its shape is checked by the server's own schema, which names each wrong field.
    return readJsonObject(flags.file, LARGEST_PLAN_BYTES, say) as LaunchRequest;
  }
  const missing = [
    flags.name?.trim() ? null : '--name',
    flags.year === undefined ? '--year' : null,
    flags.basis === undefined ? '--basis' : null,
    flags.document?.trim() ? null : '--document',
    flags.codes === undefined && flags.all !== true ? say('--codes TỆP (hoặc --all)', '--codes FILE (or --all)') : null,
  ].filter((flag) => flag !== null);
  if (missing.length > 0) throw invalid(say(`Thiếu ${missing.join(', ')}. Hoặc dùng -f kehoach.json.`, `Missing: ${missing.join(', ')}. Or use -f plan.json.`));
  if (flags.codes !== undefined && flags.all === true)
    throw invalid(say('--codes và --all trái nhau. Chọn một.', '--codes and --all contradict each other. Choose one.'));
  return {
    name: flags.name?.trim() ?? '',
    planYear: wholeNumber(flags.year ?? '', '--year', 2000, 2100, say),
    basis: oneOf(flags.basis ?? '', CAMPAIGN_BASES, '--basis', say),
    basisDocument: flags.document?.trim() ?? '',
    ...(flags.codes === undefined ? { all: true as const } : { procedureCodes: [...readCodes(flags.codes, say)] }),
  };
}

/** Codes of a text file, separated by spaces, commas or lines; `#` starts a remark. */
export function readCodes(path: string, say: Say): readonly string[] {
  const codes: string[] = [];
  readText(path, LARGEST_PLAN_BYTES, say)
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .forEach((line, index) => {
      for (const code of line
        .replace(/#.*$/u, '')
        .split(/[\s,;]+/u)
        .filter((word) => word !== '')) {
        if (!PROCEDURE_CODE.test(code)) {
          throw invalid(
            say(
              `Dòng ${index + 1} có mã “${code.slice(0, 40)}” không đúng dạng 1.004194. Sửa rồi thử lại.`,
              `Line ${index + 1} has the code “${code.slice(0, 40)}”, not of the form 1.004194. Mend it and try again.`,
            ),
          );
        }
        codes.push(code);
      }
    });
  if (codes.length === 0) throw invalid(say('Tệp không có mã thủ tục nào.', 'The file holds no procedure code.'));
  return [...new Set(codes)];
}
