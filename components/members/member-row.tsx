"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Link2Off, UserCog } from "lucide-react";
import { environmentNames } from "@/components/apps/environments-of";
import { useNow } from "@/components/ui/use-now";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowMenu } from "@/components/ui/row-menu";
import { Row } from "@/components/ui/rows";
import type { Member } from "@/lib/api/members";
import { appsQuery } from "@/lib/client/apps";
import { meQuery, useMay } from "@/lib/client/me";
import { roleLabel } from "./role-options";

export type MemberAction = "role" | "link" | "withdraw" | "remove";

export function MemberRow({
  member,
  onAction,
}: {
  member: Member;
  onAction: (action: MemberAction) => void;
}) {
  const me = useQuery(meQuery).data;
  const apps = useQuery(appsQuery).data ?? [];
  const mayManage = useMay("members:manage");
  const own = member.userId === me?.user?.id;
  // Only owners change owners. Members change their own account in Settings.
  const changeable = mayManage && !own && (member.role !== "owner" || me?.role === "owner");
  const now = useNow();
  const hasLink = member.invitationExpiresAt !== null && new Date(member.invitationExpiresAt).getTime() > now;
  return (
    <Row
      title={
        <>
          {member.name === "" ? member.email : member.name}
          {own && <span className="ml-2 text-sm font-normal text-faint">you</span>}
        </>
      }
      subtitle={member.name === "" ? undefined : member.email}
      meta={
        <>
          <span className="block text-ink">{roleLabel(member.role)}</span>
          {member.environmentRoles.map(({ environmentId, role }) => (
            <span key={environmentId} className="block">
              {role === "none" ? "No access" : roleLabel(role)} in {environmentNames(apps, [environmentId])}
            </span>
          ))}
          {!member.hasPassword ? (
            <Invited until={hasLink ? member.invitationExpiresAt : null} />
          ) : member.lastSeenAt === null ? (
            "No recent activity"
          ) : (
            <>
              Last seen <RelativeTime at={member.lastSeenAt} />
            </>
          )}
        </>
      }
      actions={
        changeable && (
          <RowMenu
            name={member.email}
            items={[
              { label: "Change role", icon: <UserCog aria-hidden />, onSelect: () => onAction("role") },
              {
                label: member.hasPassword ? "Create password link" : "Invite again",
                icon: <KeyRound aria-hidden />,
                onSelect: () => onAction("link"),
              },
              ...(hasLink
                ? [
                    {
                      label: "Withdraw link",
                      icon: <Link2Off aria-hidden />,
                      onSelect: () => onAction("withdraw"),
                    },
                  ]
                : []),
            ]}
            removal={{ label: "Remove", onSelect: () => onAction("remove") }}
          />
        )
      }
    />
  );
}

/** A member who hasn't chosen a password yet. */
function Invited({ until }: { until: string | null }) {
  if (until === null) return <span className="text-warn-ink">Invited. The link has expired</span>;
  return (
    <>
      Invited. Link expires <RelativeTime at={until} />
    </>
  );
}
