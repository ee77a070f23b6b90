/**
 * Every colour of the screens that is not a status colour, with the pairs that must stay legible.
 * Stylesheets read them as custom properties, charts and widgets as values; a test measures each pair.
 */

export const COLOURS = {
  page: '#f4f6f8',
  surface: '#ffffff',
  sunken: '#f0f2f5',
  line: '#d9dee4',
  lineStrong: '#767d86',
  ink: '#1c2330',
  inkSoft: '#4a5361',
  inkFaint: '#595959',
  primary: '#0b5394',
  primaryDark: '#083d6e',
  primarySoft: '#e6f0fa',
  warning: '#b45309',
  error: '#b42318',
  errorSoft: '#fde7e4',
  success: '#1b6e3c',
  successSoft: '#e3f4e8',
  attentionSoft: '#fdecc8',
  attentionInk: '#5c3b00',
  rail: '#0d2c4b',
  railInk: '#e8eef5',
  railActive: '#1d4a77',
  deletedInk: '#7a1a12',
  deletedSoft: '#fde7e4',
  insertedInk: '#14532d',
  insertedSoft: '#dcf3e3',
  focus: '#0b5394',
  chartBefore: '#7a828c',
  chartAfter: '#0b5394',
} as const;
export type ColourName = keyof typeof COLOURS;

/** Shades of the late-work table, from none to most, each with the ink that stands on it. */
export const HEAT_SHADES = [
  { background: '#ffffff', ink: '#595959' },
  { background: '#fdeee2', ink: '#5a2a0c' },
  { background: '#fbd3b4', ink: '#4f2206' },
  { background: '#f2a97d', ink: '#3a1603' },
  { background: '#c4471d', ink: '#ffffff' },
  { background: '#8f1d14', ink: '#ffffff' },
] as const;

/** Segments of a stacked bar; the table beside it holds the same numbers. */
export const STAGE_SHADES = {
  open: '#8aa9c9',
  approved: '#1b6e3c',
  rejected: '#b42318',
  withdrawn: '#767d86',
} as const;

/** Text on background, by name: 4.5 : 1 at least. */
export const TEXT_PAIRS: readonly (readonly [ColourName, ColourName])[] = [
  ['ink', 'surface'],
  ['ink', 'page'],
  ['ink', 'sunken'],
  ['inkSoft', 'surface'],
  ['inkSoft', 'page'],
  ['inkSoft', 'sunken'],
  ['inkFaint', 'surface'],
  ['inkFaint', 'page'],
  ['inkFaint', 'sunken'],
  ['primary', 'surface'],
  ['primary', 'page'],
  ['primary', 'primarySoft'],
  ['primaryDark', 'primarySoft'],
  ['surface', 'primary'],
  ['surface', 'error'],
  ['surface', 'success'],
  ['error', 'surface'],
  ['error', 'page'],
  ['error', 'errorSoft'],
  ['warning', 'surface'],
  ['success', 'surface'],
  ['success', 'successSoft'],
  ['attentionInk', 'attentionSoft'],
  ['railInk', 'rail'],
  ['surface', 'railActive'],
  ['deletedInk', 'deletedSoft'],
  ['insertedInk', 'insertedSoft'],
  ['deletedInk', 'surface'],
  ['insertedInk', 'surface'],
  ['ink', 'primarySoft'],
];

/** Lines, marks and bars that carry meaning on their background: 3 : 1 at least. */
export const MARK_PAIRS: readonly (readonly [ColourName, ColourName])[] = [
  ['lineStrong', 'surface'],
  ['focus', 'surface'],
  ['focus', 'page'],
  ['chartBefore', 'surface'],
  ['chartAfter', 'surface'],
  ['error', 'surface'],
  ['error', 'page'],
];

const channel = (value: number): number => {
  const share = value / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance of `#rrggbb`, 0 to 1. */
export function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16))) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The shade of a count against the largest count of the table: 0 is none, the last is the largest. */
export function heatShade(count: number, largest: number): (typeof HEAT_SHADES)[number] {
  if (count <= 0 || largest <= 0) return HEAT_SHADES[0];
  const steps = HEAT_SHADES.length - 1;
  return HEAT_SHADES[Math.min(steps, Math.max(1, Math.ceil((count / largest) * steps)))] as (typeof HEAT_SHADES)[number];
}
