import { TimelineBar, TimelineLabel } from "./timeline-bar";
import { position, ticks, type Timeline } from "./timeline";

const ROW = 34;
const AXIS = 26;
const HOUR = 3_600_000;

function tickLabel(at: number, span: number): string {
  const options: Intl.DateTimeFormatOptions =
    span > 72 * HOUR
      ? { day: "numeric", month: "short" }
      : span > HOUR
        ? { hour: "2-digit", minute: "2-digit" }
        : { hour: "2-digit", minute: "2-digit", second: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", options).format(at);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

/** One bar a credential on a time axis. Screen readers get the table that stands beside it. */
export function TimelinePicture({ timeline, title }: { timeline: Timeline; title: string }) {
  const height = timeline.bars.length * ROW + AXIS;
  const span = timeline.end - timeline.start;
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
      {marks.map((at, index) => {
        const edge = index === 0 ? "start" : index === marks.length - 1 ? "end" : "middle";
        return (
          <g key={index} className={index % 2 === 1 ? "max-sm:hidden" : undefined}>
            <line
              x1={percent(position(timeline, at))}
              x2={percent(position(timeline, at))}
              y1={0}
              y2={height - AXIS + 4}
              className="stroke-line"
            />
            <text
              x={percent(position(timeline, at))}
              y={height - 6}
              textAnchor={edge}
              className="fill-muted tabular-nums"
            >
              {tickLabel(at, span)}
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
