import type { ServiceToken } from "@/lib/api/service-tokens";

/** The names of tokens that end. */
export function TokenNames({ intro, tokens }: { intro: string; tokens: readonly ServiceToken[] }) {
  return (
    <div className="text-sm">
      <p className="text-muted">{intro}</p>
      <ul className="mt-1 list-disc pl-5 font-medium">
        {tokens.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </div>
  );
}
