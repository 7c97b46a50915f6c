/**
 * A drawing of a card: uPlot on a canvas, in the tokens' colours, told apart without them: a solid and a dashed line, or a
 * hollow bar with a solid part. To a screen reader it is one picture; the numbers are in the table.
 */
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTexts } from "../locale/locale";
import css from "./plots.module.css";

export interface PlotData {
  readonly labels: readonly string[];
  /** One or two, each as long as the labels. */
  readonly series: readonly (readonly (number | null)[])[];
  readonly drawn: "lines" | "bars";
  /** Words below a bar, which stand aslant; else days. */
  readonly hasWords: boolean;
  /** Written at the side's lines. */
  readonly unit: string;
  /** Of things that are counted: no line stands for half of one. */
  readonly isWhole: boolean;
}

const heightPx = 190;
const labelsPerPx = 1 / 56;
/** Room for the longest stage, aslant. */
const wordsPx = 84;
/** Steps between the side's lines, where nothing is halved. */
const wholeSteps = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));
const axisFont = "12px system-ui, sans-serif";

export function Plot({ data, name }: { data: PlotData; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const { theme } = useTexts();
  const look = useLook(theme);
  const key = JSON.stringify(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the data's, the look says that colours changed
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const plot = new uPlot(optionsOf(data, element), toColumns(data), element);
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [key, look]);
  return <div ref={box} className={css.plot} role="img" aria-label={name} />;
}

/** Changes when the colours do. */
function useLook(theme: string): string {
  const [isDark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const change = () => setDark(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  return `${theme} ${isDark}`;
}

/** A bar of nothing would be a line. */
function toColumns({ labels, series, drawn }: PlotData): uPlot.AlignedData {
  return [
    labels.map((_, index) => index),
    ...series.map((values) => values.map((value) => (drawn === "bars" && value === 0 ? null : value))),
  ];
}

function optionsOf(
  { labels, series, drawn, hasWords, unit, isWhole }: PlotData,
  element: HTMLElement,
): uPlot.Options {
  const colorOf = createColors(element);
  const [ink, quiet, line, wash] = [
    colorOf("--ink"),
    colorOf("--ink-2"),
    colorOf("--line"),
    colorOf("--sunken"),
  ];
  const axis = { stroke: quiet, font: axisFont, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  return {
    width: element.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.6, max + 0.6] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        gap: 4,
        ...(hasWords ? { rotate: 40, size: wordsPx } : { size: 28 }),
        splits: (plot) =>
          hasWords ? labels.map((_, index) => index) : everyOther(labels.length, plot.width),
        values: (_, splits) => splits.map((index) => labels[index] ?? ""),
      },
      {
        ...axis,
        size: 40,
        gap: 4,
        ...(isWhole ? { incrs: wholeSteps } : {}),
        values: (_, splits) => splits.map((value) => `${trim(value)}${unit}`),
      },
    ],
    series: [
      {},
      ...series.map((_, index): uPlot.Series => {
        const isFirst = index === 0;
        if (drawn === "bars")
          return {
            stroke: ink,
            width: 1.5,
            fill: isFirst && series.length > 1 ? wash : ink,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          };
        return {
          stroke: isFirst ? ink : quiet,
          width: 2,
          spanGaps: true,
          points: {
            show: true,
            size: isFirst ? 7 : 5,
            fill: isFirst ? ink : wash,
            stroke: isFirst ? ink : quiet,
          },
          ...(isFirst ? {} : { dash: [6, 4] }),
        };
      }),
    ],
  };
}

/** As many labels as there is room for; the last one always. */
function everyOther(count: number, widthPx: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(2, widthPx * labelsPerPx)));
  const all = Array.from({ length: count }, (_, index) => index);
  return all.filter((index) => (count - 1 - index) % step === 0);
}

function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A canvas takes no tokens: what the browser makes of one on this element. */
function createColors(element: HTMLElement): (token: string) => string {
  return (token) => {
    const before = element.style.color;
    element.style.color = `var(${token})`;
    const { color } = getComputedStyle(element);
    element.style.color = before;
    return color;
  };
}
