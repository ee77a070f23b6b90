import { CHANGE_TYPES, COMPETENCE_TRACKS, CRITERIA } from '../../../../domain/procedure/change-items.js';
import {
  CHANNEL_KINDS,
  CONDITION_SUBJECTS,
  CONTROLS,
  DURATION_UNITS,
  LEVELS,
  MANDATORY_PARTS,
  PAPER_KINDS,
  PROCEDURE_KINDS,
} from '../../../../domain/procedure/procedure.js';
import {
  CHANGE_TYPE_LABELS,
  CHANNEL_LABELS,
  CONDITION_SUBJECT_LABELS,
  CONTROL_LABELS,
  CRITERION_LABELS,
  DURATION_UNIT_LABELS,
  KIND_LABELS,
  LEVEL_LABELS,
  MANDATORY_PART_LABELS,
  PALETTE,
  PAPER_KIND_LABELS,
  STATUS_LABELS,
  TRACK_LABELS,
} from '../../../../domain/shared/labels.js';

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

test.each(Object.entries(PALETTE))('the words of the tone %s can be read on their background', (_tone, { text, background }) => {
  expect(Math.round(contrast(text, background) * 100) / 100).toBeGreaterThanOrEqual(6.15);
});

test('every status has a Vietnamese and an English word and a tone of the palette', () => {
  const tones = Object.values(PALETTE);
  for (const [group, labels] of Object.entries(STATUS_LABELS)) {
    for (const [code, label] of Object.entries(labels)) {
      expect({ group, code, words: label.vi !== '' && label.en !== '', tone: tones.includes(label.colours) }).toEqual({ group, code, words: true, tone: true });
    }
  }
});

test.each([
  [CHANGE_TYPES, CHANGE_TYPE_LABELS],
  [COMPETENCE_TRACKS, TRACK_LABELS],
  [CRITERIA, CRITERION_LABELS],
  [LEVELS, LEVEL_LABELS],
  [CHANNEL_KINDS, CHANNEL_LABELS],
  [DURATION_UNITS, DURATION_UNIT_LABELS],
  [PAPER_KINDS, PAPER_KIND_LABELS],
  [PROCEDURE_KINDS, KIND_LABELS],
  [CONDITION_SUBJECTS, CONDITION_SUBJECT_LABELS],
  [CONTROLS, CONTROL_LABELS],
  [MANDATORY_PARTS, MANDATORY_PART_LABELS],
])('the codes %j are all named, and nothing else is', (codes, labels) => {
  expect(Object.keys(labels).toSorted()).toEqual([...codes].toSorted());
});
