import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "./query-keys";

function invalidateRotation(client: QueryClient, environmentId: string): Promise<void[]> {
  const keys = [
    queryKeys.secretRows(environmentId),
    queryKeys.allRotatingSecrets,
    queryKeys.thirdPartyCredentials,
  ];
  return Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** After anything that touches a rotating secret: every list that shows it asks again. */
export function useRotationChanged(environmentId: string): () => Promise<void[]> {
  const client = useQueryClient();
  return () => invalidateRotation(client, environmentId);
}
