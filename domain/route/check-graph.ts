/** Whether every stage of a route can be reached, left, and left for good. */
import { inStage, refuse, wholeRoute, type Finding } from './finding.js';
import type { Edge, Route, Stage, StageKey, StageOutcome, Verdict } from './route.js';

const targetsOf = (edge: Edge): readonly StageKey[] => (typeof edge.to === 'string' ? [] : edge.to);

/** Verdicts a stage can see: those people may give, and those silence or a rung gives in their place. */
export function verdictsOf(stage: Stage): readonly Verdict[] {
  const silence = stage.silence === undefined || stage.silence === 'escalate' ? [] : [TACIT[stage.silence.then]];
  const rungs = [...stage.reminders, ...stage.ladder].flatMap((rung) => (rung.act && 'decide' in rung.act ? [rung.act.decide] : []));
  return [...new Set([...stage.verdicts, ...silence, ...rungs])];
}

/** The verdict silence stands for. */
const TACIT = { tacitApprove: 'approve', tacitReject: 'reject', return: 'return' } as const satisfies Record<string, Verdict>;

/** Every outcome a stage can close with, so that each needs an edge. */
export function outcomesOf(stage: Stage): readonly StageOutcome[] {
  const outcomes = verdictsOf(stage).flatMap((verdict): readonly StageOutcome[] => {
    if (verdict === 'return') return stage.returns?.onExhausted === 'reject' ? ['returned', 'rejected'] : ['returned'];
    if (stage.kind === 'opinion') return ['opinion'];
    switch (verdict) {
      case 'approve':
        return ['approved'];
      case 'reject':
        return ['rejected'];
      // Answers without an opinion make no quorum, so there they close nothing.
      case 'noOpinion':
        return stage.mode.t === 'quorum' ? [] : ['opinion'];
    }
  });
  return [...new Set(outcomes)];
}

/** Unreachable stages, outcomes that lead nowhere, loops nothing bounds. */
export function checkGraph(route: Route): readonly Finding[] {
  return [...unreachable(route), ...deadEnds(route), ...loops(route)];
}

function unreachable(route: Route): readonly Finding[] {
  const reached = reachedFrom(route, 'start');
  return route.stages
    .filter((stage) => !reached.has(stage.key))
    .map((stage) =>
      refuse(
        'unreachable_stage',
        inStage(route, stage.key),
        `Không đường nào dẫn tới bước “${stage.name.vi}”. Nối bước này vào quy trình hoặc bỏ đi.`,
        `No path leads to the stage “${stage.name.en}”. Join it to the route or leave it out.`,
      ),
    );
}

function reachedFrom(route: Route, from: StageKey | 'start'): ReadonlySet<StageKey> {
  const reached = new Set<StageKey>();
  const walk = (key: StageKey | 'start'): void => {
    for (const target of route.edges.filter((edge) => edge.from === key).flatMap(targetsOf)) {
      if (reached.has(target)) continue;
      reached.add(target);
      walk(target);
    }
  };
  walk(from);
  return reached;
}

function deadEnds(route: Route): readonly Finding[] {
  const closes = (key: StageKey | 'start'): boolean => route.edges.some((edge) => edge.from === key && typeof edge.to === 'string');
  const stuck = route.stages
    .filter((stage) => !closes(stage.key) && ![...reachedFrom(route, stage.key)].some(closes))
    .map((stage) =>
      refuse(
        'no_way_to_close',
        inStage(route, stage.key),
        `Từ bước “${stage.name.vi}” không có đường nào đi tới kết thúc. Thêm đường kết thúc việc rà soát.`,
        `From the stage “${stage.name.en}” no path ends the review. Add an edge that closes it.`,
      ),
    );
  const unled = route.stages.flatMap((stage) =>
    outcomesOf(stage)
      .filter((outcome) => !route.edges.some((edge) => edge.from === stage.key && edge.on === outcome))
      .map((outcome) =>
        refuse(
          'no_way_to_close',
          inStage(route, stage.key, '/verdicts'),
          `Bước “${stage.name.vi}” có thể khép lại với kết quả “${OUTCOME_VI[outcome]}” nhưng không có đường đi tiếp. Thêm đường cho kết quả này.`,
          `The stage “${stage.name.en}” can close as “${outcome}”, and no edge follows. Add an edge for that outcome.`,
        ),
      ),
  );
  const approvable = route.edges.some((edge) => edge.to === 'closeApproved');
  return [
    ...stuck,
    ...unled,
    ...(approvable
      ? []
      : [
          refuse(
            'no_way_to_close',
            wholeRoute('/edges'),
            'Quy trình không có đường nào kết thúc bằng phê duyệt. Thêm đường “closeApproved”.',
            'No edge of the route ends in approval. Add an edge to “closeApproved”.',
          ),
        ]),
  ];
}

const OUTCOME_VI = { approved: 'đồng ý', rejected: 'không đồng ý', returned: 'trả lại', opinion: 'đã có ý kiến' } as const satisfies Record<
  StageOutcome,
  string
>;

function loops(route: Route): readonly Finding[] {
  const unbudgeted = route.stages
    .filter((stage) => verdictsOf(stage).includes('return') && (stage.returns?.maxRounds ?? 0) < 1)
    .map((stage) =>
      refuse(
        'endless_loop',
        inStage(route, stage.key, '/returns'),
        `Bước “${stage.name.vi}” cho trả lại nhưng chưa ghi số vòng tối đa. Thêm “maxRounds”.`,
        `The stage “${stage.name.en}” may return, and no greatest number of rounds is set. Add “maxRounds”.`,
      ),
    );
  return [
    ...unbudgeted,
    ...cyclesWithoutBudget(route).map((keys) =>
      refuse(
        'endless_loop',
        inStage(route, keys[0]),
        `Các bước ${namesOf(route, keys, 'vi')} nối thành vòng không có giới hạn. Bỏ một đường, hoặc dùng đường trả lại có số vòng tối đa.`,
        `The stages ${namesOf(route, keys, 'en')} form a loop without an end. Drop an edge, or use a return with a greatest number of rounds.`,
      ),
    ),
  ];
}

const namesOf = (route: Route, keys: readonly StageKey[], language: 'vi' | 'en'): string =>
  keys.map((key) => `“${route.stages.find((stage) => stage.key === key)?.name[language] ?? key}”`).join(' → ');

/** Cycles that no counted return interrupts, each once, from its first stage in the order of the route. */
function cyclesWithoutBudget(route: Route): readonly (readonly [StageKey, ...StageKey[]])[] {
  const isBounded = (edge: Edge): boolean => edge.on === 'returned' && (route.stages.find((stage) => stage.key === edge.from)?.returns?.maxRounds ?? 0) >= 1;
  const next = (key: StageKey): readonly StageKey[] => route.edges.filter((edge) => edge.from === key && !isBounded(edge)).flatMap(targetsOf);
  const order = route.stages.map((stage) => stage.key);
  return order.flatMap((start) => {
    const path = pathBack(start, next, new Set(order.slice(0, order.indexOf(start))));
    return path ? [path] : [];
  });
}

/** A path from `start` back to itself that avoids `closed`; null when there is none. */
function pathBack(start: StageKey, next: (key: StageKey) => readonly StageKey[], closed: ReadonlySet<StageKey>): readonly [StageKey, ...StageKey[]] | null {
  const seen = new Set<StageKey>();
  const walk = (key: StageKey): readonly StageKey[] | null => {
    for (const target of next(key)) {
      if (target === start) return [key];
      if (closed.has(target) || seen.has(target)) continue;
      seen.add(target);
      const rest = walk(target);
      if (rest) return [key, ...rest];
    }
    return null;
  };
  const path = walk(start);
  return path as readonly [StageKey, ...StageKey[]] | null;
}
