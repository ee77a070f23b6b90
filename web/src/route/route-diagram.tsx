/** The route as a drawing, beside the list that says the same: rows from top to bottom, returns dashed on the side. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { COLOURS } from '../theme/colours.js';
import { TableFrame } from '../ui/table-frame.js';
import { layoutRoute, wrapWords, type DrawnEdge, type RouteDrawing } from './route-layout.js';

const BOX = { width: 172, height: 58 } as const;
const GAP = { x: 20, y: 40 } as const;
/** Room on the right for returns, on the left for refusals. */
const SIDE = 64;
const LEFT = 30;

type Spot = { readonly x: number; readonly y: number };

/** How far a review has come with a stage or an ending. */
export type Passage = 'open' | 'done' | 'coming';

/** @param passageOf left out where no review walks the route */
export function RouteDiagram({ drawing, passageOf }: { readonly drawing: RouteDrawing; readonly passageOf?: (key: string) => Passage }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { rows, edges } = layoutRoute(drawing);
  const widest = Math.max(1, ...rows.map((row) => row.length));
  const inner = widest * BOX.width + (widest - 1) * GAP.x;
  const spots = new Map<string, Spot>(
    rows.flatMap((row, y) =>
      row.map((key, x): [string, Spot] => {
        const left = (inner - (row.length * BOX.width + (row.length - 1) * GAP.x)) / 2;
        return [key, { x: LEFT + left + x * (BOX.width + GAP.x), y: y * (BOX.height + GAP.y) + 2 }];
      }),
    ),
  );
  const width = LEFT + inner + SIDE;
  const height = rows.length * BOX.height + (rows.length - 1) * GAP.y + 4;
  const returns = edges.filter((edge) => edge.kind === 'back');
  const refusals = edges.filter((edge) => edge.kind === 'no');
  return (
    <figure className="route-diagram">
      <TableFrame label={t('diagram.label')} className="route-frame">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={t('diagram.label')}>
          <defs>
            {(['on', 'back', 'no'] as const).map((kind) => (
              <marker key={kind} id={`route-end-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
                <path d="M0 0 8 4 0 8z" fill={INKS[kind]} />
              </marker>
            ))}
          </defs>
          {edges.map((edge) => (
            <Way
              key={`${edge.from} ${edge.to} ${edge.kind}`}
              edge={edge}
              spots={spots}
              lane={edge.kind === 'back' ? LEFT + inner + 14 + (returns.indexOf(edge) % 3) * 16 : 10 + (refusals.indexOf(edge) % 2) * 8}
            />
          ))}
          {rows.flat().map((key) => (
            <Box
              key={key}
              name={nameOf(key)}
              spot={spots.get(key) ?? { x: 0, y: 0 }}
              state={passageOf?.(key) ?? 'coming'}
              word={passageOf === undefined ? null : t(`diagram.is.${passageOf(key)}`)}
            />
          ))}
        </svg>
      </TableFrame>
      <figcaption className="soft small">
        <span className="route-key route-key-on">{t('diagram.on')}</span> <span className="route-key route-key-back">{t('diagram.back')}</span>{' '}
        <span className="route-key route-key-no">{t('diagram.no')}</span>
      </figcaption>
    </figure>
  );

  function nameOf(key: string): string {
    if (key === 'closeApproved' || key === 'closeRejected') return t(`review.${key}`);
    const stage = drawing.stages.find((candidate) => candidate.key === key);
    return stage === undefined ? key : say(stage.name);
  }
}

const INKS = { on: COLOURS.inkSoft, back: COLOURS.warning, no: COLOURS.error } as const;
const FILLS: Readonly<Record<Passage, { readonly fill: string; readonly line: string; readonly ink: string }>> = {
  open: { fill: COLOURS.primary, line: COLOURS.primary, ink: COLOURS.surface },
  done: { fill: COLOURS.successSoft, line: COLOURS.success, ink: COLOURS.ink },
  coming: { fill: COLOURS.surface, line: COLOURS.lineStrong, ink: COLOURS.ink },
};
const MARKS: Readonly<Record<Passage, string>> = { open: '● ', done: '✓ ', coming: '' };

function Box({ name, spot, state, word }: { readonly name: string; readonly spot: Spot; readonly state: Passage; readonly word: string | null }): ReactNode {
  const { fill, line, ink } = FILLS[state];
  const lines = wrapWords(`${MARKS[state]}${name}`, 24, 3);
  const middle = spot.y + BOX.height / 2 - (lines.length - 1) * 8;
  return (
    <g>
      <title>{word === null ? name : `${name}: ${word}`}</title>
      <rect x={spot.x} y={spot.y} width={BOX.width} height={BOX.height} rx={6} fill={fill} stroke={line} strokeWidth={state === 'open' ? 2.5 : 1.5} />
      <text x={spot.x + BOX.width / 2} textAnchor="middle" fill={ink} fontSize={13} fontWeight={state === 'open' ? 650 : 500}>
        {lines.map((text, index) => (
          <tspan key={text} x={spot.x + BOX.width / 2} y={middle + index * 16 + 4}>
            {text}
          </tspan>
        ))}
      </text>
    </g>
  );
}

function Way({ edge, spots, lane }: { readonly edge: DrawnEdge; readonly spots: ReadonlyMap<string, Spot>; readonly lane: number }): ReactNode {
  const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
  if (from === undefined || to === undefined) return null;
  return (
    <path
      d={WAYS[edge.kind](from, to, lane)}
      fill="none"
      stroke={INKS[edge.kind]}
      strokeWidth={1.5}
      markerEnd={`url(#route-end-${edge.kind})`}
      {...(edge.kind === 'on' ? {} : { strokeDasharray: edge.kind === 'back' ? '6 4' : '2 3' })}
    />
  );
}

/** From the foot of a box to the head of a lower one. */
function downWay(from: Spot, to: Spot): string {
  const [x1, y1, x2, y2] = [from.x + BOX.width / 2, from.y + BOX.height, to.x + BOX.width / 2, to.y];
  const bend = Math.max(GAP.y / 2, (y2 - y1) / 2);
  return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 1}`;
}

/** Out on the left, down, and in again. */
function refusedWay(from: Spot, to: Spot, lane: number): string {
  const [y1, y2] = [from.y + BOX.height / 2, to.y + BOX.height / 2];
  return `M${from.x} ${y1} H${lane + 8} Q${lane} ${y1} ${lane} ${y1 + 8} V${y2 - 8} Q${lane} ${y2} ${lane + 8} ${y2} H${to.x - 1}`;
}

/** Out on the right, up, and in again. */
function backWay(from: Spot, to: Spot, lane: number): string {
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x + BOX.width, to.y + BOX.height / 2];
  return `M${x1} ${y1} H${lane - 8} Q${lane} ${y1} ${lane} ${y1 - 8} V${y2 + 8} Q${lane} ${y2} ${lane - 8} ${y2} H${x2 + 1}`;
}

const WAYS = { on: downWay, no: refusedWay, back: backWay } as const;
