import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { CreateMember, Member, UpdateMember } from "@/lib/api/members";
import { act, request } from "./fetcher";
import { queryKeys } from "./query-keys";

const schemas = () => import("@/lib/api/members");

export const membersQuery = queryOptions({
  queryKey: queryKeys.members,
  queryFn: ({ signal }) => request(async () => (await schemas()).memberListSchema, "/members", { signal }),
  select: ({ members }): Member[] => members,
});

export const createMember = mutationOptions({
  mutationFn: (body: CreateMember) =>
    request(async () => (await schemas()).memberSchema, "/members", { method: "POST", body }),
  meta: { invalidates: [queryKeys.members] },
});

/** Changes a member's role, or gives them a new password. */
export const updateMember = (id: string) =>
  mutationOptions({
    mutationFn: (body: UpdateMember) =>
      request(async () => (await schemas()).memberSchema, `/members/${id}`, { method: "PATCH", body }),
    meta: { invalidates: [queryKeys.members, queryKeys.me] },
  });

export const removeMember = (id: string) =>
  mutationOptions({
    mutationFn: () => act(`/members/${id}`, { method: "DELETE" }),
    meta: { invalidates: [queryKeys.members] },
  });
