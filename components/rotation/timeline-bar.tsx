import { type Bar, position, type Segment, segments, type Timeline } from "./timeline";

const COLOURS: Record<Bar["state"], string> = {
  active: "fill-accent stroke-accent",
  expiring: "fill-warn stroke-warn",
  revoked: "fill-edge stroke-edge",
  owed: "fill-danger stroke-danger",
  planned: "fill-accent stroke-accent",
};

function look(segment: Segment): { fillOpacity: number; strokeDasharray?: string } {
  if (segment.future)
    return { fillOpacity: segment.part === "overlap" ? 0.25 : 0.08, strokeDasharray: "4 3" };
  return { fillOpacity: segment.part === "overlap" ? 0.4 : 1 };
}

type TimelineBarProps = { bar: Bar; timeline: Timeline; top: number };

const LABEL_LENGTH = 18;

/** The start and end of an ID, because the whole one would overlap its neighbours on a phone. */
function shortened(label: string): string {
  return label.length <= LABEL_LENGTH ? label : `${label.slice(0, 9)}…${label.slice(-6)}`;
}

/** A credential's name above its bar, with a background, so that the "now" line doesn't cross it. */
export function TimelineLabel({ bar, timeline, top }: TimelineBarProps) {
  const from = position(timeline, bar.from);
  const late = from > 0.6;
  return (
    <text
      x={`${(late ? position(timeline, Math.max(bar.from, bar.replacedAt)) : from) * 100}%`}
      y={top + 13}
      textAnchor={late ? "end" : "start"}
      className="fill-muted stroke-raised font-mono [paint-order:stroke] [stroke-width:4]"
    >
      <title>{bar.label}</title>
      {shortened(bar.label)}
    </text>
  );
}

/** One credential: solid while it was current, paler while it still works beside its successor, dashed if planned. */
export function TimelineBar({ bar, timeline, top }: TimelineBarProps) {
  return (
    <g>
      {segments(bar, timeline.now).map((segment) => {
        if (segment.from >= timeline.end) return null;
        const left = position(timeline, segment.from);
        const width = position(timeline, segment.until) - left;
        return (
          <rect
            key={`${segment.part}-${segment.from}`}
            x={`${left * 100}%`}
            width={`${Math.max(width, 0.003) * 100}%`}
            y={top + 18}
            height={9}
            rx={2}
            className={COLOURS[bar.state]}
            {...look(segment)}
          />
        );
      })}
    </g>
  );
}
