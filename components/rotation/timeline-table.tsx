import type { ReactNode } from "react";

type TimelineTableProps = {
  heads: readonly string[];
  rows: readonly { id: string; cells: readonly ReactNode[] }[];
};

/** The content of a chart with a time axis, for people who prefer to read it. */
export function TimelineTable({ heads, rows }: TimelineTableProps) {
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-muted hover:text-ink">Show as table</summary>
      <div className="mt-2 overflow-x-auto">
        <table className="w-full text-left tabular-nums">
          <thead className="text-faint">
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col" className="py-1 pr-4 font-medium last:pr-0">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id} className="border-t border-line">
                {cells.map((cell, index) => (
                  <td key={heads[index]} className="py-1 pr-4 last:pr-0">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
