/** Before and after by group, as bars. */
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { COLOURS } from '../theme/colours.js';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const FONT = '"Noto Sans Variable", sans-serif';
const LINE_HEIGHT = 46;
const HEAD = 84;
/** A scale is taken once the largest bar has at least two digits in it. */
const SCALES = [
  { unit: 1e9, key: 'billion' },
  { unit: 1e6, key: 'million' },
  { unit: 1, key: 'dong' },
] as const;

type Group = { readonly name: string; readonly before: number; readonly after: number };

/** The table beside it holds the same numbers, so the picture itself is hidden from screen readers. */
export function CompareChart({ groups }: { readonly groups: readonly Group[] }): ReactNode {
  const { t, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = init(element, null, { renderer: 'svg' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const largest = Math.max(...groups.flatMap(({ before, after }) => [before, after]), 0);
    const scale = SCALES.find(({ unit }) => largest >= unit * 10) ?? SCALES[2];
    const number = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
    const words = (value: number): string => number.format(value / scale.unit);
    const bar = (name: string, colour: string, values: readonly number[]): object => ({
      name,
      type: 'bar',
      data: values,
      itemStyle: { color: colour },
      barMaxWidth: 16,
      animation: false,
      label: {
        show: true,
        position: 'right',
        color: COLOURS.ink,
        fontFamily: FONT,
        formatter: ({ value }: { value: number }) => (value === 0 ? '' : words(value)),
      },
    });
    chart.current?.setOption(
      {
        textStyle: { fontFamily: FONT },
        grid: { left: 8, right: 64, top: 36, bottom: 28, containLabel: true },
        legend: { top: 0, left: 0, textStyle: { color: COLOURS.ink } },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => `${number.format(value)} đ` },
        xAxis: {
          type: 'value',
          name: t(`cost.axis.${scale.key}`),
          nameLocation: 'middle',
          nameGap: 26,
          nameTextStyle: { color: COLOURS.inkFaint },
          axisLabel: { formatter: words, color: COLOURS.inkFaint, hideOverlap: true },
          splitLine: { lineStyle: { color: COLOURS.line } },
        },
        yAxis: {
          type: 'category',
          inverse: true,
          data: groups.map(({ name }) => name),
          axisLabel: { color: COLOURS.ink, width: 150, overflow: 'break', lineHeight: 15 },
          axisTick: { show: false },
        },
        series: [
          bar(
            t('cost.before'),
            COLOURS.chartBefore,
            groups.map(({ before }) => before),
          ),
          bar(
            t('cost.after'),
            COLOURS.chartAfter,
            groups.map(({ after }) => after),
          ),
        ],
      },
      { notMerge: true },
    );
    chart.current?.resize();
  }, [groups, language, t]);
  return <div className="chart" ref={box} style={{ height: HEAD + groups.length * LINE_HEIGHT }} aria-hidden="true" />;
}
