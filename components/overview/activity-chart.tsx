import { useQuery } from "@tanstack/react-query";
import { needsQuery } from "@/lib/client/overview";
import { activityBars, countWords, dayWords, DOWN, sumOf, UP } from "./activity";

const LABELS = 18;
const LINE = UP + 2;

/** The last 30 days as a chart, and as a table for screen readers. */
export function ActivityChart() {
  const days = useQuery(needsQuery).data?.activity ?? [];
  const bars = activityBars(days);
  const sum = sumOf(days);
  const width = 100 / bars.length;
  return (
    <section
      aria-labelledby="activity"
      className="mb-6 grid items-center gap-x-8 gap-y-3 sm:grid-cols-[minmax(9rem,auto)_minmax(0,1fr)]"
    >
      <div>
        <h2 id="activity" className="text-sm text-faint">
          Last {bars.length} days
        </h2>
        <p className="font-medium tabular-nums">
          {sum.rotations} {sum.rotations === 1 ? "rotation" : "rotations"}
        </p>
        <p className={sum.failures > 0 ? "font-medium text-warn-ink tabular-nums" : "text-muted"}>
          {sum.failures === 0
            ? "No failures"
            : `${sum.failures} failed ${sum.failures === 1 ? "attempt" : "attempts"}`}
        </p>
      </div>
      <svg
        role="img"
        aria-label={`${countWords(sum)} in the last ${bars.length} days; the table below has the same numbers`}
        width="100%"
        height={LINE + DOWN + LABELS}
        className="block text-[11px]"
      >
        {bars.map((bar, index) => (
          <g key={bar.day}>
            <title>{bar.words}</title>
            {/* The whole column responds to the pointer, not only the bar. */}
            <rect x={`${index * width}%`} width={`${width}%`} y={0} height={LINE + DOWN} fill="transparent" />
            <rect
              x={`${(index + 0.15) * width}%`}
              width={`${width * 0.7}%`}
              y={UP - bar.up}
              height={bar.up}
              rx={1.5}
              className="fill-accent"
            />
            <rect
              x={`${(index + 0.15) * width}%`}
              width={`${width * 0.7}%`}
              y={LINE + 2}
              height={bar.down}
              rx={1.5}
              className="fill-warn"
            />
          </g>
        ))}
        <line x1="0" x2="100%" y1={LINE} y2={LINE} className="stroke-line" />
        <text x="0" y={LINE + DOWN + LABELS - 4} className="fill-muted">
          {dayWords(days[0]?.day ?? "")}
        </text>
        <text x="100%" y={LINE + DOWN + LABELS - 4} textAnchor="end" className="fill-muted">
          Today
        </text>
      </svg>
      <table className="sr-only">
        <caption>Rotations and failed attempts of the last {bars.length} days</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Rotations</th>
            <th scope="col">Failed attempts</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, rotations, failures }) => (
            <tr key={day}>
              <th scope="row">{dayWords(day)}</th>
              <td>{rotations}</td>
              <td>{failures}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
