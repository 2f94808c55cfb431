import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type NoticeProps = {
  tone: "info" | "warning" | "danger";
  title?: ReactNode;
  children?: ReactNode;
  /** The fix: a button or a link. */
  action?: ReactNode;
};

const LOOKS = {
  info: { box: "bg-info-soft", icon: "text-info-ink", Icon: Info },
  warning: { box: "bg-warn-soft", icon: "text-warn-ink", Icon: TriangleAlert },
  danger: { box: "bg-danger-soft", icon: "text-danger-ink", Icon: CircleAlert },
};

/** An important message, with its fix. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  const { box, icon, Icon } = LOOKS[tone];
  return (
    <div className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3 py-2.5 ${box}`}>
      <Icon aria-hidden className={`mt-[3px] size-4 shrink-0 ${icon}`} />
      <div className="min-w-0 flex-1 basis-52">
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children !== undefined && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
