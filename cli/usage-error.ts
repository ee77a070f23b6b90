/** Commander's own complaints, in both languages. */
import type { CommanderError } from 'commander';
import type { Say } from './lang.js';

const quoted = (message: string): string => /'([^']*)'/u.exec(message)?.[1] ?? '';

/** What is wrong with the command line, and where to look. */
export function usageWords(error: CommanderError, say: Say, commandPath: string): string {
  const name = quoted(error.message);
  const meant = /\(Did you mean (?:one of )?(.+?)\?\)/u.exec(error.message)?.[1];
  const hint = meant === undefined ? '' : say(` Có phải ${meant}?`, ` Did you mean ${meant}?`);
  const help = say(` Xem: ${commandPath} --help`, ` See: ${commandPath} --help`);
  return `${sentenceOf(error, name, say)}${hint}${help}`;
}

function sentenceOf(error: CommanderError, name: string, say: Say): string {
  switch (error.code) {
    case 'commander.unknownOption':
      return say(`Không có tùy chọn ${name}.`, `There is no option ${name}.`);
    case 'commander.unknownCommand':
      return say(`Không có lệnh ${name}.`, `There is no command ${name}.`);
    case 'commander.missingArgument':
      return say(`Thiếu <${name}>.`, `<${name}> is missing.`);
    case 'commander.optionMissingArgument':
      return say(`Tùy chọn ${name} cần một giá trị.`, `The option ${name} needs a value.`);
    case 'commander.missingMandatoryOptionValue':
      return say(`Thiếu tùy chọn ${name}.`, `The option ${name} is missing.`);
    case 'commander.excessArguments':
      return say('Thừa tham số.', 'There are too many arguments.');
    case 'commander.conflictingOption':
      return say('Hai tùy chọn trái nhau.', 'Two options contradict each other.');
    case 'commander.invalidArgument':
      return say(`Giá trị không hợp lệ cho ${name}.`, `The value for ${name} is not valid.`);
    default:
      return error.message.replace(/^error: /u, '');
  }
}
