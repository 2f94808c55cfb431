import { TimelineBar, TimelineLabel } from "./timeline-bar";
import { ticks } from "./ticks";
import { position, type Timeline } from "./timeline";

const ROW = 34;
const AXIS = 26;
/** Closer to an edge than this, a label would leave the chart. */
const EDGE = 0.05;

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

/** One bar per credential on a time axis. Screen readers get the table beside it. */
export function TimelinePicture({ timeline, title }: { timeline: Timeline; title: string }) {
  const height = timeline.bars.length * ROW + AXIS;
  const marks = ticks(timeline);
  const nowAt = percent(position(timeline, timeline.now));
  return (
    <svg
      role="img"
      aria-label={title}
      width="100%"
      height={height}
      className="block overflow-visible text-[11px]"
    >
      {marks.map(({ at, label }, index) => {
        const share = position(timeline, at);
        return (
          <g key={at} className={index % 2 === 1 ? "max-sm:hidden" : undefined}>
            <line
              x1={percent(share)}
              x2={percent(share)}
              y1={0}
              y2={height - AXIS + 4}
              className="stroke-line"
            />
            <text
              x={percent(share)}
              y={height - 6}
              textAnchor={share < EDGE ? "start" : share > 1 - EDGE ? "end" : "middle"}
              className="fill-muted tabular-nums"
            >
              {label}
            </text>
          </g>
        );
      })}
      {timeline.bars.map((bar, index) => (
        <TimelineBar key={bar.id} bar={bar} timeline={timeline} top={index * ROW} />
      ))}
      <line x1={nowAt} x2={nowAt} y1={0} y2={height - AXIS + 4} className="stroke-ink" strokeWidth={1.5} />
      {timeline.bars.map((bar, index) => (
        <TimelineLabel key={bar.id} bar={bar} timeline={timeline} top={index * ROW} />
      ))}
      <text
        x={nowAt}
        y={height - AXIS + 2}
        dx={position(timeline, timeline.now) > 0.9 ? -4 : 4}
        textAnchor={position(timeline, timeline.now) > 0.9 ? "end" : "start"}
        className="fill-ink font-medium"
      >
        now
      </text>
    </svg>
  );
}
