/** How a program gets an environment's values, as text to copy. */

export type SnippetPlace = {
  /** The URL at which programs reach Phase. */
  host: string;
  environmentId: string;
  /** The key that the examples read. */
  secretKey: string;
};

type Snippet = { id: string; label: string; hint: string; text: (place: SnippetPlace) => string };

const address = ({ environmentId }: SnippetPlace) => `/api/v1/environments/${environmentId}/secrets`;

export const SNIPPETS: readonly Snippet[] = [
  {
    id: "cli",
    label: "CLI",
    hint: "Runs any program with the values, and restarts it when one of them changes.",
    text: ({ environmentId }) => `phase run --env ${environmentId} --watch -- node server.js`,
  },
  {
    id: "curl",
    label: "curl",
    hint: "Reads one value. Every read is in the audit log.",
    text: (place) => `curl --fail --silent --show-error \\
  --header "Authorization: Bearer $PHASE_SERVICE_TOKEN" \\
  "$PHASE_HOST${address(place)}/${place.secretKey}"`,
  },
  {
    id: "docker",
    label: "Docker",
    hint: "The phase command is one file. The image needs Node.",
    text: ({ environmentId }) => `docker run --init --rm \\
  --env PHASE_HOST --env PHASE_SERVICE_TOKEN \\
  --volume "$PWD:/app" --workdir /app \\
  --volume "$(command -v phase):/usr/local/bin/phase:ro" \\
  node:24-slim phase run --watch --env ${environmentId} -- node server.js`,
  },
  {
    id: "github",
    label: "GitHub Actions",
    hint: "Store the token as the repository's secret PHASE_SERVICE_TOKEN.",
    text: (place) => `- name: Read ${place.secretKey}
  shell: bash
  env:
    PHASE_SERVICE_TOKEN: \${{ secrets.PHASE_SERVICE_TOKEN }}
  run: |
    value=$(curl --fail --silent --show-error --header @- \\
      "${place.host}${address(place)}/${place.secretKey}" \\
      <<< "Authorization: Bearer $PHASE_SERVICE_TOKEN" | jq --raw-output .value)
    echo "::add-mask::$value"
    echo "${place.secretKey}=$value" >> "$GITHUB_ENV"`,
  },
  {
    id: "kubernetes",
    label: "Kubernetes",
    hint: "For the External Secrets Operator. The token is in the Secret phase-token.",
    text: (place) => `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: phase
spec:
  provider:
    webhook:
      url: ${place.host}${address(place)}
      headers:
        Authorization: Bearer {{ .auth.token }}
      result:
        jsonPath: $.secrets[?(@.key=="{{ .remoteRef.key }}")].value
      secrets:
        - name: auth
          secretRef:
            name: phase-token
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: phase
spec:
  refreshInterval: 1m
  secretStoreRef:
    kind: SecretStore
    name: phase
  data:
    - secretKey: ${place.secretKey}
      remoteRef:
        key: ${place.secretKey}`,
  },
  {
    id: "node",
    label: "Node",
    hint: "Reads from the API. Under phase run, a program reads process.env instead.",
    text: (place) => `const { PHASE_HOST, PHASE_SERVICE_TOKEN } = process.env;
const response = await fetch(\`\${PHASE_HOST}${address(place)}/${place.secretKey}\`, {
  headers: { authorization: \`Bearer \${PHASE_SERVICE_TOKEN}\` },
});
if (!response.ok) throw new Error(\`Phase returned \${response.status}\`);
const { value } = await response.json();`,
  },
  {
    id: "python",
    label: "Python",
    hint: "Reads from the API. Under phase run, a program reads os.environ instead.",
    text: (place) => `import json
import os
import urllib.request

request = urllib.request.Request(
    f"{os.environ['PHASE_HOST']}${address(place)}/${place.secretKey}",
    headers={"Authorization": f"Bearer {os.environ['PHASE_SERVICE_TOKEN']}"},
)
with urllib.request.urlopen(request, timeout=5) as response:
    value = json.load(response)["value"]`,
  },
];

/** What every program needs to reach Phase. Without a token, a placeholder. */
export function settingsText(host: string, token: string | null): string {
  return `export PHASE_HOST=${host}\nexport PHASE_SERVICE_TOKEN=${token ?? "phs_…"}`;
}
