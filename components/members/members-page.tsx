"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { NotLoaded } from "@/components/ui/not-loaded";
import { PageHeader } from "@/components/ui/page-header";
import { Rows } from "@/components/ui/rows";
import { useAskedParam } from "@/components/ui/use-url-param";
import type { Member } from "@/lib/api/members";
import { useMay } from "@/lib/client/me";
import { membersQuery } from "@/lib/client/members";
import { type MemberAction, MemberRow } from "./member-row";

const InviteMemberDialog = lazy(() => import("./invite-member-dialog"));
const MemberDialogs = lazy(() => import("./member-dialogs"));

// Never empty, because the viewer is a member.
export function MembersPage() {
  const members = useQuery(membersQuery);
  const mayManage = useMay("members:manage");
  const [adding, setAdding] = useAskedParam("add");
  const [dialog, setDialog] = useState<{ action: MemberAction; member: Member } | null>(null);
  return (
    <>
      <PageHeader
        title="Members"
        description="The people who can sign in, and what their role lets them do."
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setAdding("member")}>
              <Plus aria-hidden />
              Invite member
            </Button>
          )
        }
      />
      <NotLoaded query={members} loading="Loading members…" failed="Couldn't load members" />
      {members.data !== undefined && (
        <Rows label="Members">
          {members.data.map((member) => (
            <MemberRow key={member.id} member={member} onAction={(action) => setDialog({ action, member })} />
          ))}
        </Rows>
      )}
      <Suspense>
        {adding !== null && mayManage && <InviteMemberDialog onClose={() => setAdding(null)} />}
        {dialog !== null && (
          <MemberDialogs action={dialog.action} member={dialog.member} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </>
  );
}
