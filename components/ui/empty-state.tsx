import type { ReactNode } from "react";

type EmptyStateProps = {
  title: string;
  /** What belongs here, and why. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
  icon?: ReactNode;
};

export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-14 text-center">
      {icon !== undefined && <div className="mb-1 text-faint [&_svg]:size-6">{icon}</div>}
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-prose text-balance text-muted">{children}</div>
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}
