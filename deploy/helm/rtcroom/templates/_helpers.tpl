{{/* The name of a part: release-part. */}}
{{- define "rtcroom.name" -}}
{{- printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What selects the pods of a part: (list $ part). */}}
{{- define "rtcroom.selector" -}}
app.kubernetes.io/name: rtcroom
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* The labels of the pods of a part: (list $ part). */}}
{{- define "rtcroom.podLabels" -}}
{{ include "rtcroom.selector" . }}
app.kubernetes.io/version: {{ include "rtcroom.tag" (index . 0) | quote }}
app.kubernetes.io/part-of: rtcroom
{{- end -}}

{{/* The labels of an object of a part: (list $ part). */}}
{{- define "rtcroom.labels" -}}
{{ include "rtcroom.podLabels" . }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
{{- end -}}

{{- define "rtcroom.tag" -}}
{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* The image of a service: (list $ service). */}}
{{- define "rtcroom.image" -}}
{{- $root := index . 0 -}}
{{- $digest := (index $root.Values.services (index . 1)).digest -}}
{{ $root.Values.image.registry }}/{{ index . 1 }}
{{- if $digest }}@{{ $digest }}{{ else }}:{{ include "rtcroom.tag" $root }}{{ if $root.Values.image.native }}-native{{ end }}{{ end }}
{{- end -}}

{{/* What Pod Security "restricted" asks of a pod, and what keeps the cluster's own credentials out of it. */}}
{{- define "rtcroom.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "rtcroom.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Where a pod may run, and who may pull its image. */}}
{{- define "rtcroom.scheduling" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.pod.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* A property's environment variable. */}}
{{- define "rtcroom.variable" -}}
{{ regexReplaceAll "[^A-Za-z0-9]" . "_" | upper }}
{{- end -}}

{{/* An environment variable from a Secret: (list variable secret key), and true if it may be missing. */}}
{{- define "rtcroom.fromSecret" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
      {{- if gt (len .) 3 }}
      optional: true
      {{- end }}
{{- end -}}

{{- define "rtcroom.databaseUrl" -}}
{{- with .Values.database -}}
{{- if eq .mode "external" -}}
postgresql://{{ .host }}:{{ .port }}/{{ .name }}
{{- else if eq .mode "bundled" -}}
postgresql://{{ include "rtcroom.name" (list $ "postgresql") }}:5432/{{ .name }}
{{- else -}}
postgresql://{{ include "rtcroom.name" (list $ "postgresql") }}-rw:5432/{{ .name }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Who connects to PostgreSQL, as environment variables: (list $ user-variable password-variable). */}}
{{- define "rtcroom.databaseUser" -}}
{{- $values := (index . 0).Values -}}
{{- $cnpg := eq $values.database.mode "cloudnativepg" -}}
{{- $made := printf "%s-app" (include "rtcroom.name" (list (index . 0) "postgresql")) -}}
{{- $secret := $values.database.secret.name | default (ternary $made $values.secrets.name $cnpg) -}}
{{- $own := and $cnpg (not $values.database.secret.name) -}}
{{ include "rtcroom.fromSecret" (list (index . 1) $secret ($values.database.secret.usernameKey | default (ternary "username" "database-username" $own))) }}
{{ include "rtcroom.fromSecret" (list (index . 2) $secret ($values.database.secret.passwordKey | default (ternary "password" "database-password" $own))) }}
{{- end -}}

{{- define "rtcroom.bootstrapServers" -}}
{{- if eq .Values.kafka.mode "external" -}}
{{ .Values.kafka.bootstrapServers }}
{{- else if eq .Values.kafka.mode "bundled" -}}
{{ include "rtcroom.name" (list . "kafka") }}:9092
{{- else -}}
{{ include "rtcroom.name" (list . "kafka") }}-kafka-bootstrap:9092
{{- end -}}
{{- end -}}

{{/* hook or job: a hook runs before anything of the release exists, so also before a store that is part of it. */}}
{{- define "rtcroom.migration" -}}
{{ .Values.database.migration | default (ternary "hook" "job" (eq .Values.database.mode "external")) }}
{{- end -}}

{{/* Name and annotations of a Job that is run anew by each install and upgrade: (list $ part hook|job weight). */}}
{{- define "rtcroom.jobMetadata" -}}
{{- $root := index . 0 -}}
{{- if eq (index . 2) "hook" -}}
name: {{ include "rtcroom.name" (list $root (index . 1)) }}
annotations:
  helm.sh/hook: pre-install,pre-upgrade
  helm.sh/hook-weight: {{ index . 3 | quote }}
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- else -}}
# The template of a Job cannot be changed, so each revision has its own.
name: {{ include "rtcroom.name" (list $root (printf "%s-%d" (index . 1) $root.Release.Revision)) }}
{{- end -}}
{{- end -}}
