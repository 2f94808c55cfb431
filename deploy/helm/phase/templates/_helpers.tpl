{{- define "phase.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "phase.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of a pod: what is the same for web, worker and migration. */}}
{{- define "phase.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Of its container. */}}
{{- define "phase.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: secrets, mountPath: /run/phase, readOnly: true }
  - { name: data, mountPath: /var/lib/phase }
  - { name: tmp, mountPath: /tmp }
env:
  - { name: DATABASE_URL_FILE, value: /run/phase/database-url }
  - { name: PHASE_ENCRYPTION_KEYS_FILE, value: /run/phase/encryption-keys }
  - { name: NEXTAUTH_SECRET_FILE, value: /run/phase/nextauth-secret }
  {{- if .Values.hasMetricsToken }}
  - { name: PHASE_METRICS_TOKEN_FILE, value: /run/phase/metrics-token }
  {{- end }}
  - { name: NEXTAUTH_URL, value: {{ .Values.url | quote }} }
  {{- range $name, $value := .Values.settings }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
{{- end }}

{{- define "phase.secrets" -}}
name: secrets
secret:
  secretName: {{ .Values.existingSecret }}
  # Its group may read it: the account has no name.
  defaultMode: 0440
{{- end }}
