import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { CreateMember, Member, UpdateMember } from "@/lib/api/members";
import { act, request } from "./fetcher";
import { wholeList } from "./pages";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/members");

export const membersQuery = queryOptions({
  queryKey: queryKeys.members,
  queryFn: ({ signal }) =>
    wholeList(async () => (await schemas()).memberListSchema, "/members", "members", signal),
  select: ({ members }): Member[] => members,
});

export const createMember = mutationOptions({
  mutationFn: (body: CreateMember) =>
    request(async () => (await schemas()).addedMemberSchema, "/members", { method: "POST", body }),
  meta: { invalidates: [queryKeys.members] },
});

/** Changes a member's role. */
export const updateMember = (id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateMember) =>
      request(async () => (await schemas()).memberSchema, `/members/${id}`, { method: "PATCH", body }),
    meta: { invalidates: [queryKeys.members, queryKeys.me] },
  });

/** Creates a link with which the member chooses a password. */
export const inviteMember = (id: string) =>
  mutationOptions({
    mutationFn: () =>
      request(async () => (await schemas()).invitationSchema, `/members/${id}/invitation`, {
        method: "POST",
        body: {},
      }),
    meta: { invalidates: [queryKeys.members] },
  });

export const withdrawInvitation = (id: string) =>
  mutationOptions({
    mutationFn: () => act(`/members/${id}/invitation`, { method: "DELETE" }),
    meta: { invalidates: [queryKeys.members] },
  });

export const removeMember = (id: string) =>
  mutationOptions({
    mutationFn: () => act(`/members/${id}`, { method: "DELETE" }),
    meta: { invalidates: [queryKeys.members] },
  });
