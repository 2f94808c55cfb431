import { queryOptions, useQuery } from "@tanstack/react-query";
import { scheduleSchema } from "@/lib/api/rotating-secrets";
import { request } from "./fetcher";
import { queryKeys } from "./query-keys";

/** The next mints and revokes that the schedule gives. */
export function rotationScheduleQuery(rotatingSecretId: string, nextRotationAt: string) {
  return queryOptions({
    queryKey: [...queryKeys.rotationSchedule(rotatingSecretId), nextRotationAt],
    queryFn: async ({ signal }) =>
      (await request(scheduleSchema, `/rotating-secrets/${rotatingSecretId}/schedule?count=3`, { signal })).schedule,
  });
}

export function useRotationSchedule(rotatingSecretId: string, nextRotationAt: string) {
  return useQuery(rotationScheduleQuery(rotatingSecretId, nextRotationAt));
}
